from django.urls import path

from accounts.views import activation, my_account, sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.second_factor, name="second_factor"),
    path("sign-in/county/", sign_in.pick_county, name="pick_county"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("activate/", activation.activate, name="activate"),
    path("me/", my_account.my_account, name="my_account"),
    path("me/phones/", my_account.change_phones, name="change_phones"),
    path("me/password/", my_account.change_password, name="change_password"),
    path("me/sessions/end/", my_account.end_sessions, name="end_sessions"),
    path("me/totp/", my_account.set_up_totp, name="set_up_totp"),
    path("me/totp/picture.svg", my_account.totp_picture, name="totp_picture"),
    path("me/totp/remove/", my_account.remove_totp, name="remove_totp"),
]
