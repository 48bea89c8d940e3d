"""A page that remembers everything the browser complained about."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


@dataclass
class Watch:
    page: Page
    complaints: list[str] = field(default_factory=list)

    def note(self, complaint: str) -> None:
        self.complaints.append(f"{self.page.url}: {complaint}")


def watched(context: BrowserContext) -> Watch:
    context.add_init_script(REPORT_VIOLATIONS)
    watch = Watch(context.new_page())
    watch.page.on("console", lambda message: _heard(watch, message))
    watch.page.on("pageerror", lambda error: watch.note(f"uncaught {error}"))
    watch.page.on("requestfailed", lambda request: _failed(watch, request))
    watch.page.on("response", lambda response: _answered(watch, response))
    return watch


def _heard(watch: Watch, message: ConsoleMessage) -> None:
    if message.type in {"error", "warning"}:
        watch.note(f"console {message.type} {message.text}")


def _failed(watch: Watch, request: Request) -> None:
    if request.failure != "net::ERR_ABORTED":  # the page was left while it still asked
        watch.note(f"failed {request.url} {request.failure}")


def _answered(watch: Watch, response: Response) -> None:
    if response.status >= 400:
        watch.note(f"{response.status} {response.url}")
