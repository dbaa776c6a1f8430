"""One tab of headless Chromium, and logging in: for the scripts beside this one.

They run in the virtual environment, which has ``websocket-client`` to speak Chromium's
DevTools protocol.
"""

import base64
import http.cookiejar
import json
import re
import subprocess
import time
import urllib.parse
import urllib.request
from pathlib import Path

import websocket

DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
SETTLED = """
    document.readyState === "complete"
    && !!document.querySelector(".o_action_manager .o_action")
    && !document.querySelector(".o_loading_indicator, .o_blockUI")
"""


class Page:
    """One tab of a browser, spoken to over the DevTools protocol."""

    def __init__(self, browser, folder):
        self.process = subprocess.Popen(
            [
                browser,
                *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
                *("--disable-background-networking", "--disable-component-update"),
                *("--disable-sync", "--hide-scrollbars", "--remote-debugging-port=0"),
                *("--remote-allow-origins=*", f"--user-data-dir={folder}"),
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        port = self._port(Path(folder) / "DevToolsActivePort")
        with DIRECT.open(f"http://127.0.0.1:{port}/json") as answer:
            (tab,) = [t for t in json.load(answer) if t["type"] == "page"]
        self.socket = websocket.create_connection(tab["webSocketDebuggerUrl"])
        self.number = 0
        self.call("Page.enable")
        # The tab is everybody's: what it keeps of the last page is somebody else's.
        self.call(
            "Page.addScriptToEvaluateOnNewDocument",
            source="try { sessionStorage.clear(); } catch {}",
        )
        self.call("Network.enable")

    @staticmethod
    def _port(path):
        for _attempt in range(150):
            if path.exists() and path.read_text().strip():
                return path.read_text().split()[0]
            time.sleep(0.1)
        raise SystemExit("Chromium did not start.")

    def call(self, method, **parameters):
        self.number += 1
        self.socket.send(
            json.dumps({"id": self.number, "method": method, "params": parameters})
        )
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer["result"]

    def evaluate(self, expression):
        result = self.call("Runtime.evaluate", expression=expression)["result"]
        return result.get("value")

    def wait_for(self, expression):
        """The value that a promise is kept with."""
        answer = self.call(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in answer:
            raise SystemExit(f"In the browser: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def show(self, address, session, size):
        width, height = size
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        self.call("Emulation.setTouchEmulationEnabled", enabled=width < 600)
        self.call("Network.setCookie", name="session_id", value=session, url=address)
        # From another page: the same address with a fragment would not be loaded again.
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=address)
        time.sleep(0.5)
        for _attempt in range(200):
            if self.evaluate(SETTLED):
                break
            time.sleep(0.1)
        else:
            print(f"{address} did not settle")
        time.sleep(1)

    def click(self, target):
        """Click on a CSS selector, or on the menu item that reads ``text=...``."""
        kind, _equals, text = target.partition("=")
        if kind == "text":
            element = (
                "[...document.querySelectorAll('.o_menu_item')]"
                f".find(item => item.textContent.trim() === {json.dumps(text)})"
            )
        else:
            element = f"document.querySelector({json.dumps(target)})"
        if not self.evaluate(f"!!{element}"):
            print(f"there is no {target} to click on")
            return
        self.evaluate(
            f"{element}.scrollIntoView({{block: 'center'}}), {element}.click()"
        )
        time.sleep(1)

    def picture(self, path):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        path.write_bytes(base64.b64decode(data))

    def close(self):
        self.process.terminate()
        self.process.wait()


def log_in(address, login):
    """The session id of ``login``, whose password is the login."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar)
    )
    page = opener.open(f"{address}/web/login").read().decode()
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    form = {"login": login, "password": login, "csrf_token": token}
    opener.open(f"{address}/web/login", urllib.parse.urlencode(form).encode())
    return next(cookie.value for cookie in jar if cookie.name == "session_id")
