"""Public pages that all visitors share: kept for seconds, and written anew when something happened.

Only visitors of whom nothing is known share them: whoever has a session or a message waiting gets
a page of their own that nobody may keep. What was made for one visitor (a token against forged
forms, a nonce, a cookie) is never kept either, whichever page it is on. docs/adr/0009 has reasons.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import BaseCache, caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

P = ParamSpec("P")
T = TypeVar("T")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

# However much happens, a page is written at most once in so many seconds; and for so long each
# process gives it out without asking whether it has changed.
WRITTEN_ONCE_IN = 1.0
# While one visitor's request writes it anew, the others get it as it was, for so long at most.
WRITTEN_WITHIN = 5
# A cache in front of us may keep it for so long without asking. Browsers always ask, so that
# whoever gave sees their own donation counted.
IN_FRONT_SECONDS = 5
MARK_SECONDS = 3600
KEPT_TIMES_ITS_COST = 20
# No slug has this sign.
EVERYTHING = "*"


@dataclass(frozen=True)
class Written:
    """A page as it was written at `written_at` (seconds since 1970), after the change `mark`."""

    content: bytes
    content_type: str
    etag: str
    mark: int | None
    written_at: float

    def is_fresh(self, mark: int | None, now: float) -> bool:
        age = now - self.written_at
        return age < WRITTEN_ONCE_IN or (mark == self.mark and age < settings.KEPT_PAGE_SECONDS)


def shared_page(view: View[P]) -> View[P]:
    """The page follows the project whose slug its address names, and otherwise every project."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if _is_known(request):
            return _for_one(view(request, *args, **kwargs))
        kept = _Kept(request, str(kwargs.get("slug", EVERYTHING)))
        page = kept.page()
        if page is None:
            response = view(request, *args, **kwargs)
            if not _may_be_shared(request, response):
                kept.give_up()
                return _for_one(response)
            page = kept.keep(response)
        return _for_all(request, page)

    return answer


def has_changed(slug: str, mark: int) -> None:
    """The pages of this project, and those of all projects, are written anew when next asked for.

    `mark`: a number that no other change of theirs has."""
    marks = {_mark_name(each): mark for each in (slug, EVERYTHING)}
    _cache().set_many(marks, MARK_SECONDS)


def kept_while_costly(name: str, count: Callable[[], T]) -> T:
    """What `count` gives, or gave: kept for twenty times as long as it took, in whole seconds."""
    if not settings.KEPT_PAGE_SECONDS:
        return count()
    found: T | None = _cache().get(f"costly:{name}")
    if found is None:
        began = time.monotonic()
        found = count()
        _cache().set(f"costly:{name}", found, KEPT_TIMES_ITS_COST * (time.monotonic() - began))
    return found


class _Kept:
    """What the cache has of one address. Addresses with a query are not kept: anybody can make
    up any number of them."""

    def __init__(self, request: HttpRequest, followed: str) -> None:
        self.keeps = bool(settings.KEPT_PAGE_SECONDS) and not request.META.get("QUERY_STRING")
        self.name = f"page:{hashlib.sha256(request.path.encode()).hexdigest()}"
        self.mark_name = _mark_name(followed)
        self.mark: int | None = None

    def page(self) -> Written | None:
        """None if it must be written now, by the one who asks."""
        if not self.keeps:
            return None
        near: Written | None = caches["near"].get(self.name)
        if near is not None:
            return near
        found = _cache().get_many([self.name, self.mark_name])
        self.mark = found.get(self.mark_name)
        page: Written | None = found.get(self.name)
        if page is not None and page.is_fresh(self.mark, time.time()):
            return self._near(page)
        if page is not None and not _cache().add(self._turn, 1, WRITTEN_WITHIN):
            return page
        return None

    def keep(self, response: HttpResponse) -> Written:
        content = response.content
        page = Written(
            content=content,
            content_type=response["Content-Type"],
            etag=f'W/"{hashlib.sha256(content).hexdigest()[:32]}"',
            # As it was before the page was read: a change since then has another.
            mark=self.mark,
            written_at=time.time(),
        )
        if self.keeps:
            _cache().set(self.name, page, settings.KEPT_PAGE_SECONDS + WRITTEN_WITHIN)
            self.give_up()
            self._near(page)
        return page

    def _near(self, page: Written) -> Written:
        caches["near"].set(self.name, page, WRITTEN_ONCE_IN)
        return page

    def give_up(self) -> None:
        if self.keeps:
            _cache().delete(self._turn)

    @property
    def _turn(self) -> str:
        return f"{self.name}:being-written"


def _is_known(request: HttpRequest) -> bool:
    known = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
    return not known.isdisjoint(request.COOKIES)


def _may_be_shared(request: HttpRequest, response: HttpResponse) -> bool:
    made_for_one = (
        getattr(request, "_csp_nonce", None) is not None
        or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        or request.session.modified
        or response.cookies
    )
    return response.status_code == 200 and not made_for_one


def _for_one(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response


def _for_all(request: HttpRequest, page: Written) -> HttpResponse:
    response = HttpResponse(page.content, content_type=page.content_type)
    response["ETag"] = page.etag
    patch_cache_control(response, public=True, max_age=0, s_maxage=IN_FRONT_SECONDS)
    # A browser that has signed in since then must not show what it kept from before.
    patch_vary_headers(response, ["Cookie"])
    return get_conditional_response(request, etag=page.etag, response=response) or response


def _mark_name(followed: str) -> str:
    return f"last-change:{followed}"


def _cache() -> BaseCache:
    return caches["pages"]
