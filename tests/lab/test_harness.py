import pytest

pytestmark = pytest.mark.lab

CELL = """
import anywidget, traitlets, time

class Counter(anywidget.AnyWidget):
    _esm = '''
    export default { render({ model, el }) {
        const button = document.createElement("button");
        const show = () => { button.textContent = `count ${model.get("value")}`; };
        button.onclick = () => { model.set("value", model.get("value") + 1); model.save_changes(); };
        model.on("change:value", show); show(); el.append(button);
    } };'''
    value = traitlets.Int(0).tag(sync=True)
counter = Counter(); counter
"""


def test_a_widget_works_in_the_lab(lab):
    path = lab.write(CELL, "counter.value = 41")
    lab.open(path)
    lab.run_all()
    lab.page.get_by_role("button", name="count 41").click()
    lab.page.get_by_role("button", name="count 42").wait_for()
    assert lab.python("print(counter.value)") == "42"
    assert lab.save(path).cells[1].execution_count == 2
