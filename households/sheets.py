"""The sheets by which a county's register comes in: its ledger a row a person, its list a row a household, its shops."""

import re
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.crypto.masks import mask_address, mask_id, mask_name, mask_phone
from core.rules.identity import CODE_SIGNS, read_credit_code
from core.tabular.choices import Kind
from core.tabular.columns import Column, Sheet
from households.choices import Relation, Sex

FORMULA: Final = re.compile(r"[=+\-@＝＋＠]")
SEXES: Final = {sex.value: sex.label for sex in Sex}
SEX_WORDS: Final = {"男性": Sex.MALE, "女性": Sex.FEMALE, "男": Sex.MALE, "女": Sex.FEMALE}
RELATIONS: Final = {relation.value: relation.label for relation in Relation}
RELATION_WORDS: Final = {
    "本人": Relation.HEAD,
    "本人或户主": Relation.HEAD,
    "丈夫": Relation.HUSBAND,
    "妻子": Relation.WIFE,
    "爱人": Relation.SPOUSE,
    "儿子": Relation.SON,
    "长子": Relation.SON,
    "次子": Relation.SON,
    "三子": Relation.SON,
    "女儿": Relation.DAUGHTER,
    "长女": Relation.DAUGHTER,
    "次女": Relation.DAUGHTER,
    "三女": Relation.DAUGHTER,
    "父": Relation.FATHER,
    "母": Relation.MOTHER,
    "孙子女": Relation.GRANDCHILD,
    "外孙子": Relation.GRANDSON,
    "外孙": Relation.GRANDSON,
    "外孙女": Relation.GRANDDAUGHTER,
    "公公": Relation.PARENT_IN_LAW,
    "婆婆": Relation.PARENT_IN_LAW,
    "岳父": Relation.PARENT_IN_LAW,
    "岳母": Relation.PARENT_IN_LAW,
    "祖父": Relation.GRANDPARENT,
    "祖母": Relation.GRANDPARENT,
    "兄": Relation.SIBLING,
    "弟": Relation.SIBLING,
    "姐": Relation.SIBLING,
    "妹": Relation.SIBLING,
    "其他": Relation.OTHER_KIN,
}


def said(text: Any) -> str:
    """A text as a clerk means it; what a spreadsheet would take for a formula is none.

    Raises:
        ValueError: it begins like a formula.
    """
    written = str(text)
    if FORMULA.match(written):
        raise ValueError(_("不能以“%(sign)s”开头") % {"sign": written[0]})
    return " ".join(written.split())


def called(text: Any) -> str:
    """A person's name.

    Raises:
        ValueError: it holds what no name holds.
    """
    name = said(text)
    if any(sign.isdigit() for sign in name):
        raise ValueError(_("姓名里不能有数字"))
    return name


def coded(text: Any) -> str:
    """A credit code; one that fails its check comes in.

    Raises:
        ValueError: it can be none.
    """
    code = read_credit_code(str(text)).text
    if len(code) != 18:
        raise ValueError(_("统一社会信用代码应为18位，现为%(n)s位") % {"n": len(code)})
    if not set(code) <= set(CODE_SIGNS):
        raise ValueError(_("统一社会信用代码里有不该出现的字符"))
    return code


_NUMBER = Column(
    "number", gettext_lazy("户编号"), max_length=24, clean=said, aliases=("编号", "户号"), example="YX-0012"
)
_PLACE = [
    Column(
        "town", gettext_lazy("乡镇"), max_length=40, aliases=("乡镇（街道）", "所属乡镇"), example="康保镇"
    ),
    Column(
        "village",
        gettext_lazy("村（社区）"),
        max_length=40,
        aliases=("村", "社区", "村(社区)", "行政村"),
        example="永兴社区",
    ),
    Column(
        "grid",
        gettext_lazy("网格"),
        required=True,
        max_length=80,
        aliases=("所属网格", "网格编码", "网格名称"),
        help=gettext_lazy("名称或编码"),
        example="第一网格",
    ),
]
_ADDRESS = Column(
    "address",
    gettext_lazy("家庭住址"),
    width=28,
    required=True,
    max_length=120,
    clean=said,
    mask=mask_address,
    aliases=("地址", "住址", "家庭地址"),
    example="永兴社区二排3号",
)
_PHONE = Column(
    "phone", gettext_lazy("电话"), kind=Kind.PHONE, mask=mask_phone, aliases=("联系电话", "手机", "手机号")
)
_SEX = Column("sex", gettext_lazy("性别"), kind=Kind.CHOICE, width=8, choices=SEXES, words=SEX_WORDS)
_BORN = Column("born", gettext_lazy("出生年月"), kind=Kind.MONTH, aliases=("出生日期",), example="1968-03")
_ID = Column(
    "id_number",
    gettext_lazy("身份证号"),
    kind=Kind.HELD_ID_NUMBER,
    width=22,
    mask=mask_id,
    unique=True,
    aliases=("身份证", "身份证号码", "公民身份号码", "证件号码"),
)
_AWAY = [
    Column("is_away", gettext_lazy("外出"), kind=Kind.YES_NO, width=8, aliases=("是否外出",)),
    Column("away_from", gettext_lazy("外出日"), kind=Kind.DATE, aliases=("外出日期",)),
    Column("returns_on", gettext_lazy("预计返回"), kind=Kind.DATE, aliases=("预计返回日期", "返回日期")),
]
_CADRE = [
    Column("cadre", gettext_lazy("包联干部"), max_length=40, aliases=("干部姓名", "包联人")),
    Column("username", gettext_lazy("干部账号"), max_length=40, aliases=("包联干部账号",)),
    Column("unit", gettext_lazy("单位"), width=20, max_length=80, aliases=("包联单位",)),
]
_NOTE = Column("note", gettext_lazy("备注"), width=24, max_length=300, clean=said)
_FORGIVEN = gettext_lazy(
    "空着的格子不改动已登记的内容；表中没有的人和户不会被删除。校验位不符的身份证号照收，标为“号码待核实”。"
)

PEOPLE = Sheet(
    "people",
    gettext_lazy("住户台账"),
    [
        _NUMBER,
        *_PLACE,
        Column(
            "head",
            gettext_lazy("户主"),
            required=True,
            max_length=40,
            clean=called,
            mask=mask_name,
            aliases=("户主姓名",),
            example="王长顺",
        ),
        Column(
            "name",
            gettext_lazy("姓名"),
            required=True,
            max_length=40,
            clean=called,
            mask=mask_name,
            example="王长顺",
        ),
        _SEX,
        _BORN,
        Column(
            "relation",
            gettext_lazy("与户主关系"),
            kind=Kind.CHOICE,
            choices=RELATIONS,
            words=RELATION_WORDS,
            aliases=("关系", "家庭关系"),
        ),
        _ADDRESS,
        _PHONE,
        _ID,
        *_AWAY,
        *_CADRE,
        _NOTE,
    ],
    note=_FORGIVEN,
)
DOORS = Sheet(
    "doors",
    gettext_lazy("户表"),
    [
        _NUMBER,
        *_PLACE,
        Column(
            "head",
            gettext_lazy("户主"),
            required=True,
            max_length=40,
            clean=called,
            mask=mask_name,
            aliases=("户主姓名", "姓名"),
            example="王长顺",
        ),
        _SEX,
        _BORN,
        _ADDRESS,
        _PHONE,
        _ID,
        *_AWAY,
        *_CADRE,
        _NOTE,
    ],
    note=_FORGIVEN,
)
ENTITIES = Sheet(
    "entities",
    gettext_lazy("市场主体表"),
    [
        _NUMBER,
        *_PLACE,
        Column(
            "name",
            gettext_lazy("名称"),
            width=26,
            required=True,
            max_length=60,
            clean=said,
            aliases=("市场主体名称", "主体名称", "字号"),
            example="永兴便民超市",
        ),
        Column(
            "credit_code",
            gettext_lazy("统一社会信用代码"),
            width=22,
            clean=coded,
            unique=True,
            aliases=("信用代码", "社会信用代码"),
        ),
        Column(
            "operator",
            gettext_lazy("经营者"),
            max_length=40,
            clean=called,
            mask=mask_name,
            aliases=("法定代表人", "负责人"),
        ),
        Column(
            "address",
            gettext_lazy("经营地址"),
            width=28,
            required=True,
            max_length=120,
            clean=said,
            aliases=("地址", "经营场所", "住所"),
            example="永兴社区临街6号",
        ),
        _PHONE,
        *_CADRE,
        _NOTE,
    ],
    note=_FORGIVEN,
)
