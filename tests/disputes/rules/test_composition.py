from hypothesis import given
from hypothesis import strategies as st

from disputes.rules.composition import Member, composition_warnings

FIVE = (
    Member("赵海平", "男", "汉族", "HEAD"),
    Member("孟庆云", "女", "汉族"),
    Member("白晓东", "男", "蒙古族"),
    Member("郝建军", "男", "汉族", "DEPUTY"),
    Member("孙悦", "女", "汉族"),
)


def test_a_rightly_composed_committee_gets_no_warning() -> None:
    assert composition_warnings(FIVE, is_mixed=True) == ()


@given(st.integers(0, 15))
def test_only_three_to_nine_members_go_without_a_word(n: int) -> None:
    members = [Member(f"委员{k}", "女", "", "HEAD" if k == 0 else "") for k in range(n)]
    told = any("委员应为3至9人" in warning for warning in composition_warnings(members))
    assert told == (not 3 <= n <= 9)


def test_two_heads_or_none_are_told() -> None:
    assert composition_warnings(FIVE[1:]) == ("应设主任一人，现有0人",)
    two = (*FIVE[:4], Member("孙悦", "女", "汉族", "HEAD"))
    assert composition_warnings(two) == ("应设主任一人，现有2人",)


def test_a_committee_of_men_is_told() -> None:
    assert composition_warnings([one for one in FIVE if one.sex == "男"]) == ("应当有妇女成员",)


def test_a_mixed_place_needs_a_member_of_the_less_numerous() -> None:
    without = [one for one in FIVE if one.ethnicity == "汉族"]
    assert composition_warnings(without) == ()
    assert composition_warnings(without, is_mixed=True) == ("多民族居住的地区应当有人数较少民族的成员",)


def test_where_mongols_are_most_a_han_member_is_the_less_numerous() -> None:
    mongols = [Member(one.name, one.sex, "蒙古族", one.duty) for one in FIVE]
    assert composition_warnings(mongols, is_mixed=True, majority="蒙古族")
    assert composition_warnings(FIVE, is_mixed=True, majority="蒙古族") == ()


def test_the_same_name_twice_is_told_once() -> None:
    assert composition_warnings((*FIVE, FIVE[2], FIVE[2])) == ("白晓东重复登记",)
