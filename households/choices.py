from django.db import models
from django.utils.translation import gettext_lazy as _


class DoorKind(models.TextChoices):
    """What stands behind a door."""

    HOUSEHOLD = "HOUSEHOLD", _("居民户")
    ENTITY = "ENTITY", _("市场主体")


class Presence(models.TextChoices):
    """Whether anybody is at home. Only where a household is marked away does another contact fulfil the month."""

    HOME = "HOME", _("在家")
    AWAY = "AWAY", _("外出")


class Sex(models.TextChoices):
    """GB/T 2261.1."""

    UNKNOWN = "0", _("未知")
    MALE = "1", _("男")
    FEMALE = "2", _("女")
    UNSTATED = "9", _("未说明")


class Relation(models.TextChoices):
    """To the head of the household (GB/T 4761-2008, two digits)."""

    HEAD = "02", _("户主")
    SPOUSE = "10", _("配偶")
    HUSBAND = "11", _("夫")
    WIFE = "12", _("妻")
    SON = "20", _("子")
    SON_IN_LAW = "28", _("女婿")
    DAUGHTER = "30", _("女")
    DAUGHTER_IN_LAW = "38", _("儿媳")
    GRANDCHILD = "40", _("孙子女或外孙子女")
    GRANDSON = "41", _("孙子")
    GRANDDAUGHTER = "42", _("孙女")
    PARENT = "50", _("父母")
    FATHER = "51", _("父亲")
    MOTHER = "52", _("母亲")
    PARENT_IN_LAW = "55", _("公婆或岳父母")
    GRANDPARENT = "60", _("祖父母或外祖父母")
    SIBLING = "70", _("兄弟姐妹")
    OTHER_KIN = "80", _("其他亲属")
    NO_KIN = "97", _("非亲属")


class DoorEnd(models.TextChoices):
    """Why a household or market entity is no longer in the register."""

    MOVED_OUT = "MOVED_OUT", _("全户迁出")
    MERGED = "MERGED", _("并户")
    EMPTY = "EMPTY", _("户内已无人")
    CEASED = "CEASED", _("停业或注销")
    MISTAKE = "MISTAKE", _("误登")


class MemberEnd(models.TextChoices):
    """Why a person is no longer in a household."""

    MOVED_OUT = "MOVED_OUT", _("迁出")
    DIED = "DIED", _("死亡")
    SPLIT = "SPLIT", _("分户")
    MERGED = "MERGED", _("并户")
    MISTAKE = "MISTAKE", _("误登")


class PairedBy(models.TextChoices):
    """How a pair came to be."""

    HAND = "HAND", _("逐户指定")
    GRID = "GRID", _("按网格指定")
    SHEET = "SHEET", _("表格导入")
    RULE = "RULE", _("按定额分配")
    HANDOVER = "HANDOVER", _("交接")


class Owed(models.TextChoices):
    """What a month asks for."""

    VISIT = "VISIT", _("入户走访")
    CONTACT = "CONTACT", _("电话等联系")


class DutyState(models.TextChoices):
    OPEN = "OPEN", _("待走访")
    DONE = "DONE", _("已完成")
    EXEMPT = "EXEMPT", _("免予走访")
    MISSED = "MISSED", _("未完成")


class Way(models.TextChoices):
    """How somebody was met."""

    IN_PERSON = "IN_PERSON", _("入户")
    PHONE = "PHONE", _("电话")
    VIDEO = "VIDEO", _("视频")
    MESSAGE = "MESSAGE", _("信息")


class VisitState(models.TextChoices):
    DRAFT = "DRAFT", _("草稿")
    KEPT = "KEPT", _("已记录")


class Answer(models.TextChoices):
    """What a household, or a head who called back, says of a recorded visit."""

    CONFIRMED = "CONFIRMED", _("属实")
    CONTRADICTED = "CONTRADICTED", _("不属实")
    NOT_REACHED = "NOT_REACHED", _("未联系上")


class DemandKind(models.TextChoices):
    DEMAND = "DEMAND", _("诉求")
    DISPUTE = "DISPUTE", _("矛盾纠纷")


class DemandState(models.TextChoices):
    OPEN = "OPEN", _("办理中")
    ANSWERED = "ANSWERED", _("已答复")
    WITHDRAWN = "WITHDRAWN", _("已撤回")


class Asks(models.TextChoices):
    """Whom a campaign asks its question."""

    DOOR = "DOOR", _("逐户")
    GRID = "GRID", _("逐网格")


class QuestionKind(models.TextChoices):
    YES_NO = "YES_NO", _("是或否")
    CHOICE = "CHOICE", _("选项")
    NUMBER = "NUMBER", _("数字")
    TEXT = "TEXT", _("文字")


class Deletes(models.TextChoices):
    """What is deleted on the last day of a campaign; the numbers by grid stay."""

    ALL = "ALL", _("全部逐户答复")
    NOTES = "NOTES", _("备注")


class RequestKind(models.TextChoices):
    """What a resident may ask about their own data (个人信息保护法 art. 45–47)."""

    COPY = "COPY", _("查阅复制")
    CORRECT = "CORRECT", _("更正补充")
    DELETE = "DELETE", _("删除")


class RequestState(models.TextChoices):
    OPEN = "OPEN", _("办理中")
    DONE = "DONE", _("已办理")
    REFUSED = "REFUSED", _("不予办理")


class Likeness(models.TextChoices):
    """What a person said of two entries that may be one person."""

    SAME = "SAME", _("同一人")
    DIFFERENT = "DIFFERENT", _("不是同一人")


class VolumeKind(models.TextChoices):
    """The bound volumes (REFERENCE §9.2)."""

    HOUSEHOLDS = "HOUSEHOLDS", _("干部包联群众信息台账")
    UNITS = "UNITS", _("单位汇总台账")
    JOURNAL = "JOURNAL", _("民情日记")
    PROBLEMS = "PROBLEMS", _("问题台账")


class Promise(models.TextChoices):
    """What the room promises, with a day."""

    MONTH_START = "MONTH_START", _("月初提醒")
    MONTH_FIRST = "MONTH_FIRST", _("月内首次催办")
    MONTH_SECOND = "MONTH_SECOND", _("月内再次催办")
    MONTH_END = "MONTH_END", _("月末核定")
    DEMAND = "DEMAND", _("诉求答复")
    CAMPAIGN = "CAMPAIGN", _("专项摸排截止")
    FOLLOW_UP = "FOLLOW_UP", _("摸排跟进")
    REQUEST = "REQUEST", _("个人信息请求答复")
