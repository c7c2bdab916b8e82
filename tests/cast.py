"""The standing cast: the same county, the same neighbour, the same people in every test."""

KANGBAO = 130723
ZHANGBEI = 130722
