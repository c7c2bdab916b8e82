import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crypto.masks import mask_account, mask_address, mask_all, mask_email, mask_id, mask_name, mask_phone
from core.crypto.normal import normalise


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王明", "王*"),
        ("王小明", "王*"),
        ("欧阳娜娜", "欧阳*"),
        ("欧阳", "欧*"),
        ("王", "王*"),
        ("", ""),
        (" 李 四 ", "李*"),
    ],
)
def test_a_name_keeps_its_surname_and_hides_its_length(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812345678", "138****5678"),
        ("0313-5512345", "031****2345"),
        ("55123456", "****3456"),
        ("12345", "****5"),
        ("110", "****"),
        ("", ""),
    ],
)
def test_a_phone_keeps_three_and_four(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("130723199001011234", "130723****1234"),
        ("13072319900101123X", "130723****123X"),
        ("E12345678", "E****5678"),
    ],
)
def test_an_id_keeps_its_area_and_the_last_four(number: str, shown: str) -> None:
    assert mask_id(number) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("康保县李家地镇十大股村3组12号", "康保县李家地镇十大股村****"),
        ("康保镇东关社区5号楼2单元301", "康保镇东关社区****"),
        ("东关5号楼", "****"),
        ("", ""),
    ],
)
def test_an_address_stops_at_the_village(address: str, shown: str) -> None:
    assert mask_address(address) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("wangxiuying@example.cn", "w****@example.cn"),
        ("wang@example.cn", "****@example.cn"),
        ("nonsense", "****"),
        ("", ""),
    ],
)
def test_an_email_shows_its_house_and_not_whose_it_is(address: str, shown: str) -> None:
    assert mask_email(address) == shown


@given(st.text(alphabet=st.characters(blacklist_categories=["Zs", "Cc", "Cs"]), min_size=1, max_size=30))
def test_at_least_four_characters_of_a_number_stay_hidden(text: str) -> None:
    for mask in (mask_phone, mask_id, mask_account, mask_all):
        shown = mask(text).replace("****", "", 1)
        assert len(shown) <= max(0, len(text.strip()) - 4)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("13812345678", "138 1234 5678"),
        ("13812345678", "138-1234-5678"),
        ("13812345678", "+86 13812345678"),
        ("13812345678", "008613812345678"),
        ("13812345678", "１３８１２３４５６７８"),
        ("13072319900101123X", "13072319900101123x"),
    ],
)
def test_spellings_of_one_value_are_one(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


def test_numbers_that_begin_with_86_and_are_no_mobiles_stay_whole() -> None:
    assert normalise("8612345") == "8612345"


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
