"""A prompt's picture: what its words ask for, put together."""

from yubo_nb.sandbox.painter import finish, sky, water
from yubo_nb.sandbox.painter.beasts import BEASTS
from yubo_nb.sandbox.painter.canvas import Canvas
from yubo_nb.sandbox.painter.chance import Chance, digest
from yubo_nb.sandbox.painter.closeup import pond, portrait
from yubo_nb.sandbox.painter.frame import WHOLE, Box, Pixels
from yubo_nb.sandbox.painter.palette import Palette, palette_for
from yubo_nb.sandbox.painter.params import Params, read_params
from yubo_nb.sandbox.painter.recipe import Recipe
from yubo_nb.sandbox.painter.settings import SETTINGS
from yubo_nb.sandbox.painter.standing import AT_SEA, extras, flock, stand
from yubo_nb.sandbox.painter.words import Reading, read


def paint(leaf: Recipe, size: tuple[int, int], box: Box) -> Pixels:
    """Paint `box` of the scene (the unit square is the frame itself) at `size` pixels."""
    params = read_params(leaf["prompt"])
    reading = read(params.text, params.without)
    # words without a meaning turn every throw a little, each by its own hash
    # and what is in the picture a little more; when and in what weather leaves the composition alone
    drifts = [(digest("word", word), 0.3) for word in reading.strange[:4]]
    drifts.append((digest("what", reading.subject, reading.second, reading.setting), 0.7))
    chance = Chance(leaf["seed"], [*drifts, *((s, a) for s, a in leaf["drifts"])])
    canvas = Canvas(size, box, leaf["size"][0] / leaf["size"][1], chance)
    hours = (
        ("day", "dawn") if reading.medium in {"ink", "sketch"} else ("dawn", "day", "dusk", "day", "night")
    )
    hour = reading.hour or chance.choice("hour", hours)
    palette = palette_for(reading, hour, chance, params.values.get("sref", ""))
    stylize = min(1000.0, max(0.0, params.number("stylize", 100)))
    glow = 0.0 if params.raw else 0.45 + 0.55 * (stylize / 100) ** 0.35
    if reading.portrait and (reading.subject in BEASTS or reading.subject in {"", "person"}):
        portrait(canvas, palette, reading, glow)
    elif reading.subject == "fish":
        pond(canvas, palette)
    else:
        _landscape(canvas, palette, reading, params, glow)
    finish.medium(canvas, reading.medium, palette)
    finish.graded(canvas, params)
    finish.warped(canvas, params.number("weird", 0))
    finish.detailed(canvas, 0.5 if "draft" in params.values else params.number("quality", 1))
    if "tile" in params.values and box == WHOLE:
        finish.tiled(canvas)
    return canvas.pixels()


def _setting(reading: Reading, chance: Chance) -> str:
    if reading.setting:
        return reading.setting
    if reading.subject in AT_SEA:
        return "sea"
    near = {
        "teapot": "room",
        "castle": "mountains",
        "house": "field",
        "tree": "field",
        "rocket": "space",
        "astronaut": "space",
        "robot": "city",
        "dragon": "clouds",
        "bridge": "lake",
    }
    near |= {"pagoda": "mountains", "deer": "forest", "bear": "forest", "owl": "forest", "panda": "forest"}
    near |= {
        "windmill": "field",
        "flower": "field",
        "balloon": "field",
        "pig": "field",
        "rabbit": "field",
        "bird": "lake",
    }
    if reading.subject in near:
        return near[reading.subject]
    if reading.medium == "neon":
        return "city"
    return chance.choice("setting", ("mountains", "sea", "field", "forest", "lake", "desert"))


def _landscape(canvas: Canvas, p: Palette, reading: Reading, params: Params, glow: float) -> None:
    chance = canvas.chance
    setting = _setting(reading, chance)
    horizon = chance.uniform("horizon", 0.44, 0.56)
    no = params.without
    light = sky.heavens(
        canvas, p, horizon, glow=glow, sun=not ({"sun", "moon"} & set(no)), stars="stars" not in no
    )
    if setting != "space" and "clouds" not in no:
        sky.clouds(
            canvas,
            p,
            horizon,
            chance.uniform("clouds", 0.05, 0.85) * (1.2 if reading.weather == "rain" else 0.9),
        )
    ground = SETTINGS[setting](canvas, p, horizon, light)
    if ground.water is not None and "sun" not in no:
        sky_light = 0.75 if reading.weather != "fog" else 0.35
        water.glitter(canvas, p, ground.water, light, sky_light * min(glow, 1.2))
    if reading.weather == "fog":
        sky.mist(canvas, p, horizon + 0.03, 0.17, 0.85)
    if setting in {"village", "harbour"}:
        extras(canvas, p, setting, ground)
    for place, subject in enumerate(s for s in (reading.subject, reading.second) if s):
        stand(canvas, p, subject, ground, reading, light=light, place=place)
    if not (reading.subject or "birds" in no) and setting not in {"space", "room"} and not p.night:
        flock(canvas, p, int(3 + 4 * min(2.0, glow)))
    if reading.weather == "fog":
        sky.mist(canvas, p, 0.92, 0.16, 0.3 if setting == "forest" else 0.45)
    elif reading.weather == "snow":
        sky.snowfall(canvas, 1.0)
    elif reading.weather == "rain":
        sky.rainfall(canvas, p)
