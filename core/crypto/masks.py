"""What stands on the screen instead of a name, a phone, an ID number or an address (REFERENCE §7.4)."""

import re
from collections.abc import Iterable
from typing import Final

STARS: Final = "****"
HIDDEN_AT_LEAST: Final = 4
_COMPOUND = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 "
    "太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 "
    "漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 "
    "公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 "
    "褚师"
)
COMPOUND_SURNAMES: Final = frozenset(_COMPOUND.split())
_DOWN_TO_VILLAGE = re.compile(r"^.*(?:村委会|居委会|行政村|社区|嘎查|街道|村|乡|镇)")


def mask_name(name: str) -> str:
    """王*, 欧阳*: the surname and one star, whatever the length of the given name."""
    name = name.strip()
    if not name:
        return ""
    kept = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:kept] + "*"


def mask_names_in(text: str, names: Iterable[str]) -> str:
    """The text with each of these names masked where it is written out; a single character is no name."""
    for name in sorted({name.strip() for name in names}, key=len, reverse=True):
        if len(name) > 1:
            text = text.replace(name, mask_name(name))
    return text


def mask_phone(phone: str) -> str:
    """138****5678. Shorter numbers show less: at least four characters stay hidden."""
    return _middle(phone.strip(), head=3, tail=4)


def mask_id(number: str) -> str:
    """130723****1234: the six of the area, the last four."""
    return _middle(number.strip(), head=6, tail=4)


def mask_address(address: str) -> str:
    """Down to the village or community; the house stays hidden."""
    address = address.strip()
    if not address:
        return ""
    found = _DOWN_TO_VILLAGE.match(address)
    return (found.group() if found and found.end() < len(address) else "") + STARS


def mask_email(address: str) -> str:
    """z****@example.cn: whose mailbox it is stays hidden, at which house does not."""
    name, at, domain = address.strip().rpartition("@")
    return (
        f"{name[:1] if len(name) > HIDDEN_AT_LEAST else ''}{STARS}{at}{domain}" if name else mask_all(domain)
    )


def mask_account(name: str) -> str:
    """z****: an account at another house."""
    return _middle(name.strip(), head=1, tail=0)


def mask_all(text: str) -> str:
    return STARS if text else ""


def _middle(text: str, *, head: int, tail: int) -> str:
    if not text:
        return ""
    tail = max(0, min(tail, len(text) - HIDDEN_AT_LEAST))
    head = max(0, min(head, len(text) - HIDDEN_AT_LEAST - tail))
    return text[:head] + STARS + (text[-tail:] if tail else "")
