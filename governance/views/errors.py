"""Answers that are not the page asked for: a sentence for people, the API's error shape for programs."""

from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from core.permissions.verdict import Refused
from governance import request_id

SENTENCES = {
    400: _("请求有误，请返回重试。"),
    401: _("请先登录。"),
    403: _("您的岗位没有此项权限。"),
    404: _("内容不存在，或不在您的范围内。"),
    500: _("系统出错，本次操作没有保存，请稍后再试。"),
}


def error_body(
    status: int, message: str = "", fields: dict[str, list[str]] | None = None
) -> dict[str, object]:
    """The one shape of an error in the API: status, a Chinese sentence, messages by field, the request's id."""
    body: dict[str, object] = {
        "status": status,
        "message": str(message or SENTENCES.get(status, SENTENCES[400])),
        "request_id": request_id.current(),
    }
    return {"error": body | ({"fields": fields} if fields else {})}


def _answer(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    if request.path.startswith(settings.API_PREFIX):
        return JsonResponse(
            error_body(status, message), status=status, json_dumps_params={"ensure_ascii": False}
        )
    if request.headers.get("HX-Request"):  # a part of a page: the sentence is shown as a note over it
        return HttpResponse(status=status, headers={"X-Reason": quote(message or str(SENTENCES[status]))})
    context = {"reason": message, "request_id": request_id.current()}
    if status == 500:  # whatever broke may break the frame as well: nothing is asked of the request
        return render(None, "500.html", context, status=status)
    return render(request, f"{status}.html", context, status=status)


def refused(request: HttpRequest, exception: Refused) -> HttpResponse:
    """A verb said no: its own sentence."""
    return _answer(request, 403, str(exception))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 403, str(exception))


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    return _answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(request, 403, str(_("这一页打开得太久了，请返回刷新后重试。")))
