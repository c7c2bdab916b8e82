from accounts.models.authenticator import Authenticator
from accounts.models.post import Deputy, Post, Proposal
from accounts.models.sign_in import SignIn
from accounts.models.slip import Slip
from accounts.models.staff import Membership, Staff
from accounts.models.unit import Unit
from accounts.models.user import CountyLogin, PasswordHistory, User

__all__ = [
    "Authenticator",
    "CountyLogin",
    "Deputy",
    "Membership",
    "PasswordHistory",
    "Post",
    "Proposal",
    "SignIn",
    "Slip",
    "Staff",
    "Unit",
    "User",
]
