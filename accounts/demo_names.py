"""Names and numbers for the demo counties. They are put together by dice and belong to nobody.

Mobile numbers in China begin with 13 to 19, and local numbers never with 0: what is made here (129 0000 0000,
0313-0…) can be read, masked and searched like a number and can't be dialled.
"""

import random

from core.rules.identity import ID_CHECKS, id_check_digit

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
MEN = "伟强磊军勇杰涛明超刚平辉鹏华建国志文海峰斌波宁东生福贵永德忠义成林树根学良玉山春来振兴宝全"
WOMEN = "芳娜敏静丽艳娟霞秀英兰玲燕红梅桂琴云莲珍香凤巧月淑慧雪瑞琳颖洁素花春彩爱翠美荣菊萍青"


class People:
    """An endless queue of names and numbers, the same for the same dice."""

    def __init__(self, dice: random.Random, code: int) -> None:
        self.dice = dice
        self.block = code % 1000
        self.made = 0

    def name(self) -> str:
        pool = MEN if self.dice.random() < 0.6 else WOMEN
        length = 2 if self.dice.random() < 0.82 else 1
        return self.dice.choice(SURNAMES) + "".join(self.dice.sample(pool, length))

    def mobile(self) -> str:
        """Eleven digits that no operator has: the prefix 129 was never given to a mobile network."""
        self.made += 1
        return f"129{self.block:03d}{self.made:05d}"

    def landline(self) -> str:
        """Area code 0313 and a local number with a leading 0, which no exchange has."""
        return f"0313-0{self.dice.randrange(10**6):06d}"


def sex_of(name: str) -> str:
    """GB/T 2261.1 code that goes with an invented name."""
    return "2" if any(sign in WOMEN for sign in name[1:]) else "1"


def nobodys_id(dice: random.Random) -> str:
    """Eighteen signs in the shape of an ID number that can be nobody's: born in the 1890s, and its check digit wrong."""
    first = f"130700{dice.randint(1890, 1899)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}{dice.randint(0, 999):03d}"
    right = ID_CHECKS.index(id_check_digit(first))
    return first + ID_CHECKS[(right + dice.randint(1, 9)) % 11]
