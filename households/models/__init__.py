from households.models.campaign import Campaign, CampaignAnswer, GridZero
from households.models.card import CardPicture
from households.models.deadline import DoorDeadline
from households.models.demand import Demand
from households.models.door import OPEN, Door
from households.models.duty import Duty, DutyMonth
from households.models.liaison import GridLead, Handover, Liaison, UnitQuota
from households.models.member import Member, TwinVerdict
from households.models.request import DataRequest
from households.models.rule import LiaisonRule
from households.models.token import DoorToken
from households.models.visit import CallBack, EarlierText, Visit
from households.models.volume import Volume

__all__ = [
    "OPEN",
    "CallBack",
    "Campaign",
    "CampaignAnswer",
    "CardPicture",
    "DataRequest",
    "Demand",
    "Door",
    "DoorDeadline",
    "DoorToken",
    "Duty",
    "DutyMonth",
    "EarlierText",
    "GridLead",
    "GridZero",
    "Handover",
    "Liaison",
    "LiaisonRule",
    "Member",
    "TwinVerdict",
    "UnitQuota",
    "Visit",
    "Volume",
]
