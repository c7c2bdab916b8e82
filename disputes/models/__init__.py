from disputes.models.agreement import Agreement, Confirmation, Obligation
from disputes.models.allowance import AllowanceBatch, AllowanceClaim, AllowanceRate
from disputes.models.brake import BrakeRule, SweepBrake
from disputes.models.case import OPEN, Case
from disputes.models.committee import Committee, DutyShift, Mediator, Room
from disputes.models.deadline import CaseDeadline
from disputes.models.dossier import DossierItem, Scan
from disputes.models.grant import CaseGrant
from disputes.models.handling import Handler, Handoff, Recusal
from disputes.models.inquiry import Inquiry
from disputes.models.kind import CaseKind
from disputes.models.leading import GroupReport, LeaderCase, Transfer, UrgentReport
from disputes.models.party import Party
from disputes.models.risk import GradeDeadline, RiskGrade, RiskSweep, ZeroReport
from disputes.models.sitting import FollowUp, Sitting
from disputes.models.statement import MonthDeadline, MonthlyStatement, SavedView
from disputes.models.step import Step
from disputes.models.term import TermRule
from disputes.models.token import CaseToken

__all__ = [
    "OPEN",
    "Agreement",
    "AllowanceBatch",
    "AllowanceClaim",
    "AllowanceRate",
    "BrakeRule",
    "Case",
    "CaseDeadline",
    "CaseGrant",
    "CaseKind",
    "CaseToken",
    "Committee",
    "Confirmation",
    "DossierItem",
    "DutyShift",
    "FollowUp",
    "GradeDeadline",
    "GroupReport",
    "Handler",
    "Handoff",
    "Inquiry",
    "LeaderCase",
    "Mediator",
    "MonthDeadline",
    "MonthlyStatement",
    "Obligation",
    "Party",
    "Recusal",
    "RiskGrade",
    "RiskSweep",
    "Room",
    "SavedView",
    "Scan",
    "Sitting",
    "Step",
    "SweepBrake",
    "TermRule",
    "Transfer",
    "UrgentReport",
    "ZeroReport",
]
