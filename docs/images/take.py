"""Take the pictures of the documentation from a running demo: ``python docs/images/take.py HUB WORKBENCH``."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent


def main(hub: str, workbench: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(locale="fi-FI", viewport={"width": 1280, "height": 860}).new_page()
        page.goto(workbench)
        page.get_by_role("button", name="Liisa Malli").click()
        page.goto(f"{workbench}/w/waiting/")
        page.locator("main table a").first.click()
        page.locator(".finding details summary").first.click()
        page.screenshot(path=HERE / "medication-review.png")
        page.goto(hub)
        page.screenshot(path=HERE / "hub-front.png")
        browser.close()


if __name__ == "__main__":
    main(*(address.rstrip("/") for address in sys.argv[1:3]))
