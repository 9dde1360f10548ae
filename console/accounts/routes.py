"""The addresses of accounts and of the shell around all pages."""

from console.accounts import (
    account,
    audit_pages,
    invitation,
    oidc,
    password,
    second_factor,
    shell,
    sign_in,
    staff_list,
    staff_one,
    totp,
)
from console.roles import ANYBODY, STAFF
from console.routing import DeskRoute

POST = ("POST",)
FORM = ("GET", "POST")
ONE = "/staff/{staff:int}"

routes = [
    DeskRoute("/", shell.home, role=STAFF),
    DeskRoute("/language", shell.switch_language, POST, role=ANYBODY, audit=False),
    DeskRoute("/sign-in", sign_in.sign_in, FORM, role=ANYBODY),
    DeskRoute("/sign-in/code", second_factor.ask_code, FORM, role=ANYBODY),
    DeskRoute("/sign-in/oidc", oidc.start, role=ANYBODY),
    DeskRoute("/sign-in/oidc/back", oidc.come_back, role=ANYBODY),
    DeskRoute("/sign-out", sign_in.sign_out, POST, role=STAFF, before_password=True),
    DeskRoute("/invitation/{token}", invitation.accept, FORM, role=ANYBODY),
    DeskRoute("/account", account.show, role=STAFF),
    DeskRoute("/account/sessions/others/end", account.end_others, POST, role=STAFF),
    DeskRoute("/account/sessions/{session:int}/end", account.end_session, POST, role=STAFF),
    DeskRoute("/account/totp", totp.set_up, FORM, role=STAFF, audit=False),
    DeskRoute("/account/totp/off", totp.switch_off, FORM, role=STAFF),
    DeskRoute("/account/totp/codes", totp.renew_codes, FORM, role=STAFF),
    DeskRoute("/password", password.change_password, FORM, role=STAFF, before_password=True),
    DeskRoute("/staff", staff_list.show_all, nav="accounts.staff.nav"),
    DeskRoute("/staff/new", staff_list.invite, FORM),
    DeskRoute(ONE, staff_one.show),
    DeskRoute(f"{ONE}/role", staff_one.save_role, POST),
    DeskRoute(f"{ONE}/active", staff_one.save_active, POST),
    DeskRoute(f"{ONE}/email", staff_one.save_email, POST),
    DeskRoute(f"{ONE}/unlock", staff_one.unlock, POST),
    DeskRoute(f"{ONE}/sessions/end", staff_one.end_sessions, POST),
    DeskRoute(f"{ONE}/totp/reset", staff_one.reset_totp, POST),
    DeskRoute(f"{ONE}/password/require", staff_one.require_password, POST),
    DeskRoute(f"{ONE}/invitation", staff_one.renew_invitation, POST),
    DeskRoute("/audit", audit_pages.show, nav="accounts.audit.nav"),
    DeskRoute("/audit/verify", audit_pages.verify, FORM),
]
