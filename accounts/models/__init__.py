from accounts.models.post import Post
from accounts.models.staff import Staff
from accounts.models.user import CountyLogin, User

__all__ = ["CountyLogin", "Post", "Staff", "User"]
