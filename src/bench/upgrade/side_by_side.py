#!/usr/bin/env python3
"""Runs processes of two versions side by side on one database, as a rolling upgrade does.

An API and a worker of the former version work alone, then those of the new version join them, which
brings the database to the new schema. All get the same requests. Every job must end once, whichever
process took it, and the same request must give the same result. Then each version loses its worker
in the middle of jobs, the former version starts again on the new schema, and ends without the new one.

    DATABASE_URL=postgresql://... REDIS_URL=redis://... side_by_side.py FORMER_HOME NEW_HOME

A home is a directory with routes/, config/ and target/trainyard.jar, such as a checkout after
`mvn -q package -DskipTests`. Database and Redis must be empty, and are not cleaned up.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from random_walk import candles  # noqa: E402

BASE = "/api/v2/training"
JOBS = 12
PATIENCE_SECONDS = 300
FINAL = ("COMPLETED", "FAILED", "CANCELLED")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Process:
    """One process of the service."""

    def __init__(self, name, home, role, scratch):
        self.name = name
        self.home = home
        self.role = role
        self.port = free_port()
        self.log = os.path.join(scratch, name + ".log")
        self.process = None

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                ["java", "-Xmx256m", "-XX:+UseSerialGC", "-jar", os.path.join(self.home, "target", "trainyard.jar"),
                 "--trainyard.home=" + self.home, "--trainyard.role=" + self.role, "--server.port=%d" % self.port,
                 "--trainyard.worker.slots=2"],
                stdout=log, stderr=log)
        return self

    def await_ready(self):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                sys.exit("%s ended with %d; see %s" % (self.name, self.process.returncode, self.log))
            try:
                if call(self, "GET", "/actuator/health/readiness", base="")["status"] in ("UP", "DEGRADED"):
                    return self
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        sys.exit("%s is not ready; see %s" % (self.name, self.log))

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait()


def call(process, method, path, body=None, content_type="application/json", base=BASE):
    request = urllib.request.Request(
        "http://127.0.0.1:%d%s%s" % (process.port, base, path), method=method,
        data=body.encode() if body else None, headers={"Content-Type": content_type} if body else {})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def submit(api, seeds, trials):
    return {seed: call(api, "POST", "/start", json.dumps({
        "strategy": "LIQUIDITY_SWEEP", "symbol": "BTC/USDT", "exchange": "bitstamp", "timeframe": "5m",
        "n_iterations": trials, "seed": seed, "lookback_candles": 4000}))["job_id"] for seed in seeds}


def await_all(api, jobs):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        states = [call(api, "GET", "/jobs/" + job)["status"] for job in jobs]
        if all(state in FINAL for state in states):
            return
        time.sleep(0.5)
    sys.exit("jobs did not end in time: %s" % states)


def await_running(api, worker):
    """Waits until a worker runs a job, and returns that job."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        for one in call(api, "GET", "/workers")["items"]:
            if one["pid"] == worker.process.pid:
                for job in one["running"]:
                    if (call(api, "GET", "/jobs/%s/progress" % job).get("current_iteration") or 0) > 50:
                        return job
        time.sleep(0.05)
    sys.exit("%s runs nothing" % worker.name)


def result(api, job):
    found = call(api, "GET", "/jobs/%s/results" % job)
    found = found.get("configuration", found)
    return json.dumps([found.get(name) for name in ("parameters", "in_sample", "out_of_sample", "verdict")], sort_keys=True)


def check(api, what, jobs):
    """Every job has ended once, and equal seeds have equal results."""
    by_seed = {}
    workers = {}
    taken_over = 0
    for seed, job in jobs:
        view = call(api, "GET", "/jobs/" + job)
        ends = [one for one in view["attempts"] if one["outcome"] == "completed"]
        if view["status"] != "COMPLETED" or len(ends) != 1:
            sys.exit("job %s: %s after %s" % (job, view["status"], [one["outcome"] for one in view["attempts"]]))
        taken_over += len({one["worker_id"] for one in view["attempts"]}) > 1
        pid = ends[0]["worker_id"].split("-")[-2]
        workers[pid] = workers.get(pid, 0) + 1
        by_seed.setdefault(seed, set()).add(result(api, job))
    wrong = [seed for seed, results in by_seed.items() if len(results) != 1]
    if wrong:
        sys.exit("%s: equal requests have different results, seeds %s" % (what, wrong))
    print("%s: %d jobs ended once each, %d requests with equal results; %d begun by one process and ended by "
          "another; jobs by process %s" % (what, len(jobs), len(by_seed), taken_over, workers), flush=True)


def versions(api):
    print("workers: %s" % [(one["pid"], one["version"]) for one in call(api, "GET", "/workers")["items"]], flush=True)


def main():
    former_home, new_home = (os.path.abspath(home) for home in sys.argv[1:])
    scratch = tempfile.mkdtemp(prefix="side-by-side-")
    print("logs are in " + scratch, flush=True)
    former_api = Process("former-api", former_home, "api", scratch)
    former_worker = Process("former-worker", former_home, "worker", scratch)
    new_api = Process("new-api", new_home, "api", scratch)
    new_worker = Process("new-worker", new_home, "worker", scratch)
    every = (former_api, former_worker, new_api, new_worker)
    try:
        former_api.start().await_ready()
        former_worker.start().await_ready()
        call(former_api, "POST", "/market-data/bitstamp/BTC-USDT/5m", candles(), "text/csv")
        seeds = range(1, JOBS + 1)
        alone = submit(former_api, seeds, 200)
        new_api.start().await_ready()
        new_worker.start().await_ready()
        versions(new_api)
        by_former = submit(former_api, seeds, 200)
        by_new = submit(new_api, seeds, 200)
        jobs = [*alone.items(), *by_former.items(), *by_new.items()]
        await_all(new_api, [job for _, job in jobs])
        check(new_api, "side by side, read from the new version", jobs)
        check(former_api, "side by side, read from the former version", jobs)

        long = submit(former_api, range(101, 105), 3000)
        await_running(new_api, former_worker)
        former_worker.kill()
        former_worker.start().await_ready()
        print("the former version has started on the new schema", flush=True)
        again = submit(new_api, range(101, 105), 3000)
        await_running(new_api, new_worker)
        new_worker.kill()
        new_worker.start().await_ready()
        jobs = [*long.items(), *again.items()]
        await_all(new_api, [job for _, job in jobs])
        check(new_api, "workers of both versions lost in the middle", jobs)

        new_worker.stop()
        new_api.stop()
        back = submit(former_api, seeds, 200)
        await_all(former_api, back.values())
        check(former_api, "back to the former version alone", [*by_new.items(), *back.items()])
        total = call(former_api, "GET", "/jobs/count")["jobs"]
        print("%d jobs, %d of them completed" % (total, call(former_api, "GET", "/jobs/count?status=COMPLETED")["jobs"]))
    finally:
        for one in every:
            if one.process and one.process.poll() is None:
                one.kill()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main()
