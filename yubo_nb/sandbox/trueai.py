"""A task as trueai's proxy writes it: some sixty keys, most of them null."""

from yubo_nb.sandbox.painter.recipe import size_of
from yubo_nb.sandbox.wire import CHANNEL, INSTANCE, Json, View, plus_task

_NULLS = [
    "parentId",
    "subInstanceId",
    "userId",
    "clientIp",
    "jobId",
    "messageIds",
    "displays",
    "partnerTaskInfo",
    "officialTaskInfo",
    "accountFilter",
    "seedError",
    "thumbnailUrl",
    "baseImageUrl",
    "proxyUrl",
    "requestMode",
    "realBotType",
    "promptFull",
    "language",
    "contentType",
    "size",
    "videoDuration",
    "frameCount",
    "videoType",
    "isHdVideo",
    "isWhite",
    "remixAutoSubmit",
    "remixModalMessageId",
    "remixModaling",
    "interactionMetadataId",
    "progressMessageId",
    "subTaskIds",
    "isReplicate",
    "isReplicateFast",
    "replicateSource",
    "replicateTarget",
    "domainFilter",
    "cron",
    "webhook",
]
_ACTIONS = {"INPAINT": "INPAINT", "CUSTOM_ZOOM": "OUTPAINT", "ZOOM": "OUTPAINT", "EDITS": "EDIT"}


def trueai_task(view: View, failed: str, singles: list[str]) -> Json:
    """The plus form, with trueai's own fields round it; `singles` are the addresses of a grid's four."""
    task, moment = view.task, view.moment
    done = moment.status == "SUCCESS"
    row: Json = dict.fromkeys(_NULLS)
    row |= plus_task(view, failed)
    row["action"] = _ACTIONS.get(task.action, task.action)
    if task.custom_id.count("upsample_"):
        row["action"] = "UPSCALE_HD"
    # a region's final prompt is not told, and shorten's text stands in the description
    if task.action == "SHORTEN" and done:
        row["description"] = task.final_prompt
    spent = f"{moment.finish - task.submit:.2f} s" if moment.finish else "-"
    size = size_of(task.recipe) if done and task.recipe else (None, None)
    row |= {
        "parentId": task.parent or None,
        "instanceId": INSTANCE,
        "channelId": CHANNEL,
        "mode": (task.mode or "fast").upper(),
        "version": f"v {task.version}" if not task.version.startswith("niji") else task.version,
        "useTime": spent,
        "seed": str(task.seed) if done and task.recipe else None,
        "width": size[0],
        "height": size[1],
        "url": view.picture_url or None,
        "isCompleted": moment.over,
        "imageUrls": [{"url": url, "thumbnail": None} for url in singles] if task.buttons == "grid" else [],
        "videoUrls": None,
        "videoUrl": "",
    }
    if task.action == "VIDEO" and done:
        row["videoUrl"] = view.picture_url
        row["videoUrls"] = [{"url": row["videoUrl"], "thumbnail": None}]
    return row
