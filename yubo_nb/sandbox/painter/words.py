"""What the words of a prompt mean to the painter, in English and in Chinese."""

import re
from dataclasses import dataclass

# Each meaning with the words for it. Chinese words are looked for anywhere, English ones as whole words.
SUBJECTS: dict[str, str] = {
    "lighthouse": "lighthouse beacon 灯塔",
    "boat": "boat boats ship sailboat sailing yacht regatta 船 帆船 小船 舟 孤舟",
    "fox": "fox foxes vixen 狐狸 狐",
    "wolf": "wolf wolves husky dog puppy 狼 狗 犬",
    "cat": "cat cats kitten kitty 猫 猫咪",
    "bear": "bear bears 熊",
    "panda": "panda pandas 熊猫",
    "rabbit": "rabbit bunny hare 兔 兔子",
    "pig": "pig pigs piglet 猪",
    "tiger": "tiger tigers lion 虎 老虎 狮子",
    "owl": "owl owls 猫头鹰",
    "deer": "deer stag elk moose reindeer 鹿",
    "bird": "bird birds crane heron swan eagle phoenix 鸟 鹤 凤凰 孔雀",
    "whale": "whale whales 鲸 鲸鱼",
    "fish": "fish koi goldfish carp 鱼 锦鲤",
    "dragon": "dragon dragons 龙",
    "robot": "robot robots android mecha 机器人",
    "astronaut": "astronaut cosmonaut spaceman 宇航员 航天员",
    "person": "person man woman girl boy figure traveler traveller wanderer monk samurai child people lady"
    " king queen princess knight wizard witch 人 女孩 男孩 少女 老人 女人 男人 武士 旅人 美女 小孩",
    "house": "house cottage cabin hut barn farmhouse home door 房子 小屋 屋 门",
    "castle": "castle palace fortress 城堡 宫殿",
    "pagoda": "pagoda temple shrine torii 塔 寺 庙 宝塔 神社",
    "bridge": "bridge 桥",
    "windmill": "windmill mill 风车",
    "balloon": "balloon balloons 气球 热气球",
    "rocket": "rocket spaceship starship 火箭 飞船",
    "tree": "tree oak willow maple 树 柳",
    "flower": "flower flowers rose tulip sunflower lotus peony bouquet 花 玫瑰 荷花 牡丹 向日葵",
    "teapot": "teapot teacup tea coffee cup mug vase 茶壶 茶 咖啡 杯 花瓶",
}
SETTINGS: dict[str, str] = {
    "harbour": "harbour harbor port marina pier dock 港 港口 码头",
    "sea": "sea ocean coast beach shore waves wave island bay seaside 海 大海 海边 海浪 岛",
    "lake": "lake river pond stream reflection 湖 江 河 池",
    "mountains": "mountain mountains alps peak peaks summit valley canyon cliff 山 山脉 雪山 峡谷",
    "forest": "forest woods woodland jungle pines trees 森林 树林 竹林 丛林",
    "city": "city skyline skyscraper skyscrapers tokyo shanghai york metropolis urban street alley cyberpunk"
    " 城市 都市 上海 东京 街 街道 赛博朋克",
    "desert": "desert dune dunes sahara mars 沙漠 沙丘",
    "field": "field meadow meadows prairie farm hill hills garden countryside grass steppe spring"
    " 田 草原 草地 花园 田野",
    "village": "village town 村 村庄 小镇 古镇",
    "space": "space galaxy nebula planet planets cosmos universe stars 宇宙 太空 星空 银河 星球",
    "room": "room interior window kitchen table still-life 房间 室内 窗 桌 静物",
    "clouds": "clouds sky heaven flying 云 天空 云海",
}
HOURS: dict[str, str] = {
    "dawn": "dawn sunrise morning daybreak 黎明 日出 清晨 早晨",
    "day": "day noon daylight sunny midday afternoon summer 白天 中午 阳光 夏",
    "dusk": "dusk sunset evening twilight sundown golden autumn 黄昏 日落 傍晚 夕阳 秋",
    "night": "night midnight moonlight moonlit moon starry nocturne dark 夜 夜晚 月光 午夜 月",
}
WEATHERS: dict[str, str] = {
    "fog": "fog foggy mist misty haze hazy 雾 薄雾",
    "snow": "snow snowy winter blizzard frozen ice icy arctic 雪 冬 冰",
    "rain": "rain rainy storm stormy thunderstorm 雨 暴风雨",
}
MEDIA: dict[str, str] = {
    "oil": "oil impasto impressionist impressionism gogh monet painterly 油画 印象派",
    "ink": "ink sumi sumi-e calligraphy 水墨 墨 国画 水墨画",
    "watercolor": "watercolor watercolour aquarelle gouache 水彩",
    "neon": "neon cyberpunk synthwave vaporwave retrowave 霓虹 赛博朋克",
    "woodcut": "woodcut linocut engraving etching woodblock 木刻 版画",
    "sketch": "sketch pencil charcoal drawing 素描 铅笔 草图",
    "pixel": "pixel 8-bit 16-bit 像素",
    "poster": "poster flat minimalist minimal vector risograph bauhaus 海报 扁平 极简",
    "photo": "photo photograph photography cinematic film 35mm realistic 照片 摄影 电影",
}
COLOURS: dict[str, str] = {
    "d8372f": "red crimson scarlet vermilion 红 红色 朱",
    "e8792b": "orange amber rust copper 橙 橙色 橘",
    "eec23c": "yellow gold golden 黄 黄色 金 金色",
    "4f9a55": "green emerald jade 绿 绿色 翠",
    "2a9d9c": "teal turquoise cyan 青 青色",
    "2f6fc4": "blue azure cobalt indigo navy 蓝 蓝色",
    "8150b5": "purple violet lavender 紫 紫色",
    "e77fa5": "pink magenta rose 粉 粉色 粉红",
    "f2efe8": "white ivory 白 白色",
    "20222a": "black ebony 黑 黑色",
}
_PORTRAIT = "portrait face headshot close-up closeup bust selfie 肖像 脸 头像 特写 自画像"
_GLUE = "a an the of in on at by with and or to from for into over under near is are as style very its"
GLUE = frozenset(_GLUE.split())
_VAGUE = "his her their this that some one two three old young small big large tiny little beautiful"
_STOPS = GLUE | frozenset(_VAGUE.split())
_WORD = re.compile(r"[a-z0-9][a-z0-9'-]*|[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A prompt as the painter understands it; "" where it says nothing."""

    subject: str = ""
    second: str = ""
    setting: str = ""
    hour: str = ""
    weather: str = ""
    medium: str = ""
    colours: tuple[str, ...] = ()
    accent: str = ""
    """The colour of the thing itself: the red of "a red door"."""
    portrait: bool = False
    words: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    """Words that mean nothing here; they bend the picture by their hash."""


def _index(table: dict[str, str]) -> dict[str, str]:
    return {word: meaning for meaning, words in table.items() for word in words.split()}


_TABLES = [_index(t) for t in (SUBJECTS, SETTINGS, HOURS, WEATHERS, MEDIA, COLOURS)]
_FACES = _index({"portrait": _PORTRAIT})


def tokens(text: str) -> list[str]:
    """The words of a text, lower case; a run of Chinese is cut at the words that are known."""
    known = sorted((w for t in [*_TABLES, _FACES] for w in t if not w.isascii()), key=len, reverse=True)
    found: list[str] = []
    for word in _WORD.findall(text.lower()):
        if word.isascii():
            found.append(_singular(word.removesuffix("'s")))
            continue
        rest = word
        while rest:
            hit = next((k for k in known if rest.startswith(k)), rest[0])
            found.append(hit)
            rest = rest[len(hit) :]
    return found


def _singular(word: str) -> str:
    tables = [*_TABLES, _FACES]
    stems = [word, word.removesuffix("s"), word.removesuffix("es")]
    return next((s for s in stems if any(s in t for t in tables)), word)


def known(word: str) -> bool:
    """Whether the painter has a meaning for the word."""
    return any(word in t for t in [*_TABLES, _FACES])


def read(text: str, without: tuple[str, ...] = ()) -> Reading:
    """Understand a prompt; meanings that `--no` names are left out."""
    banned = {t[w] for part in without for w in tokens(part) for t in _TABLES if w in t}
    hits: list[list[str]] = [[] for _ in _TABLES]
    strange: list[str] = []
    portrait = False
    words = tokens(text)
    accent = ""
    for place, word in enumerate(words):
        if word in _TABLES[5] and place + 1 < len(words) and words[place + 1] in _TABLES[0]:
            accent = accent or _TABLES[5][word]
            continue
        places = [n for n, t in enumerate(_TABLES) if word in t]
        portrait = portrait or word in _FACES
        for n in places:
            meaning = _TABLES[n][word]
            if meaning not in banned and meaning not in hits[n]:
                hits[n].append(meaning)
        if not places and word not in _FACES and word not in _STOPS and len(strange) < 12:
            strange.append(word)
    subjects, settings, hours, weathers, media, colours = hits
    return Reading(
        subject=subjects[0] if subjects else "",
        second=subjects[1] if len(subjects) > 1 else "",
        # "a mountain lake" is a lake: the rarer ground wins over the common one
        setting=next(
            (s for s in ("harbour", "village", "lake") if s in settings), settings[0] if settings else ""
        ),
        hour=hours[0] if hours else "",
        weather=weathers[0] if weathers else "",
        medium=media[0] if media else "",
        colours=tuple(colours),
        accent="" if accent in banned else accent,
        portrait=portrait,
        words=tuple(words),
        strange=tuple(strange),
    )
