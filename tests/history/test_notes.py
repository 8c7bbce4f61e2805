"""Small texts that are there again after a restart."""


def test_a_note_is_kept_replaced_and_forgotten(scene):
    history = scene.history
    assert history.noted("form") is None
    history.note("form", "a fox")
    history.note("form", "一只狐狸")
    assert scene.open_again().noted("form") == "一只狐狸"
    scene.history.note("form", None)
    assert scene.history.noted("form") is None
    scene.history.note("form", None)


def test_a_note_cannot_be_taken_for_what_the_history_itself_keeps_there(scene):
    before = scene.rows("SELECT value FROM yubo_meta WHERE name = 'version'")
    scene.history.note("version", "99")
    assert scene.rows("SELECT value FROM yubo_meta WHERE name = 'version'") == before
    assert scene.open_again().noted("version") == "99"


def test_what_no_database_stores_does_not_break_a_note(scene):
    scene.history.note("form", "a\x00b\ud800")
    assert scene.history.noted("form") == "a�b�"
