"""Logs without the key. At DEBUG httpcore writes the headers of every answer, and servers echo."""

import logging

from yubo_nb.api.key import redact

# Filters do not reach the loggers below a logger, so each is named; some are made only at first need.
LOGGERS = (
    *("httpx", "httpcore.connection", "httpcore.http11", "httpcore.http2"),
    *("httpcore.proxy", "httpcore.socks", "yubo_nb.live.hub", "yubo_nb.widgets.base"),
)


class _WithoutKeys(logging.Filter):
    """Lets every record pass, with its texts redacted. A record without a key stays as it is."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if (clean := redact(said)) != said:
            record.msg, record.args = clean, ()
        if record.exc_info and record.exc_info[0]:
            trace = record.exc_text or logging.Formatter().formatException(record.exc_info)
            if (clean := redact(trace)) != trace:
                record.exc_text = clean  # what formatters print instead of formatting the exception
        return True


_filter = _WithoutKeys()


def keep_logs_clean() -> None:
    """Install it; a second call changes nothing."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(_filter)
