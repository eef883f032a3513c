#!/usr/bin/env python3
"""Kills the primary of PostgreSQL under an API and two workers, and promotes its standby.

    postgres.py HOME [--asynchronous]

A client submits jobs all the time. SIGKILL ends the primary with all of its processes, two seconds later
the standby is promoted. Then every job that was accepted must be completed, once. With --asynchronous the
primary does not wait for the standby, so that jobs may be lost which it had not sent yet; otherwise none may be.

HOME is a directory with routes/, config/ and target/trainyard.jar. It needs the PostgreSQL of the distribution and
redis-server; as root it runs PostgreSQL as the user postgres.
"""

import glob
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from random_walk import candles  # noqa: E402

BASE = "/api/v2/training"
FINAL = ("COMPLETED", "FAILED", "CANCELLED")
PATIENCE_SECONDS = 600
SUBMITTED_BEFORE = 12
SUBMITTED_AFTER = 8


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def programs():
    found = glob.glob("/usr/lib/postgresql/*/bin")
    if not found:
        sys.exit("no server in /usr/lib/postgresql: install the package postgresql")
    return max(found, key=lambda path: int(path.split("/")[4]))


def as_postgres(*command):
    return [*(["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []), *command]


class Postgres:
    """A server on this machine."""

    def __init__(self, name, scratch):
        self.data = os.path.join(scratch, name)
        self.port = free_port()

    def run(self, program, *arguments):
        subprocess.run(as_postgres(os.path.join(programs(), program), *arguments),
                       check=True, stdout=subprocess.DEVNULL, cwd="/")

    def create(self):
        self.run("initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "--encoding=UTF8")

    def copy(self, primary, name):
        self.run("pg_basebackup", "-D", self.data, "-R", "-X", "stream", "-d",
                 "host=127.0.0.1 port=%d user=postgres application_name=%s" % (primary.port, name))

    def start(self):
        self.run("pg_ctl", "-D", self.data, "-w", "-l", self.data + ".log", "-o",
                 "-p %d -k '' -c listen_addresses=127.0.0.1" % self.port, "start")

    def ask(self, statement, database="trainyard"):
        return subprocess.run(
            [os.path.join(programs(), "psql"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-AtX", "-c",
             statement, database], check=True, capture_output=True, text=True).stdout.strip()

    def kill(self):
        """All of its processes at once, as when the machine loses its power."""
        with open(os.path.join(self.data, "postmaster.pid")) as file:
            postmaster = int(file.readline())
        with open("/proc/%d/task/%d/children" % (postmaster, postmaster)) as file:
            children = [int(pid) for pid in file.read().split()]
        for pid in [postmaster, *children]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def promote(self):
        self.run("pg_ctl", "-D", self.data, "-w", "promote")

    def stop(self):
        if os.path.exists(os.path.join(self.data, "postmaster.pid")):
            subprocess.run(as_postgres(os.path.join(programs(), "pg_ctl"), "-D", self.data, "-m", "immediate", "stop"),
                           check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")


class Process:
    """One process of the service."""

    def __init__(self, name, home, role, scratch, environment):
        self.port = free_port()
        self.log = os.path.join(scratch, name + ".log")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                ["java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", os.path.join(home, "target", "trainyard.jar"),
                 "--trainyard.home=" + home, "--trainyard.role=" + role, "--server.port=%d" % self.port],
                stdout=log, stderr=log, env={**os.environ, **environment})

    def call(self, method, path, body=None, content_type="application/json", base=BASE, headers=None):
        request = urllib.request.Request(
            "http://127.0.0.1:%d%s%s" % (self.port, base, path), method=method,
            data=body.encode() if body else None,
            headers={**({"Content-Type": content_type} if body else {}), **(headers or {})})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def await_ready(self):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                sys.exit("a process ended with %d; see %s" % (self.process.returncode, self.log))
            try:
                self.call("GET", "/actuator/health/readiness", base="")
                return
            except OSError:
                time.sleep(0.2)
        sys.exit("a process is not ready; see " + self.log)


class Client(threading.Thread):
    """Submits jobs, and tries each again with its key until it is accepted."""

    def __init__(self, api):
        super().__init__(daemon=True)
        self.api = api
        self.accepted = []
        self.ended = threading.Event()

    def run(self):
        number = 0
        while not self.ended.is_set():
            body = json.dumps({"strategy": "LIQUIDITY_SWEEP", "symbol": "BTC/USDT", "exchange": "bitstamp",
                               "timeframe": "5m", "n_iterations": 1500, "optimizer": "random", "seed": number,
                               "run_validation": False, "lookback_candles": 4000})
            try:
                job = self.api.call("POST", "/start", body, headers={"Idempotency-Key": "job-%d" % number})["job_id"]
                self.accepted.append((time.monotonic(), job))
                number += 1
                time.sleep(0.5)
            except OSError:
                # An answer such as 503 too: nothing is accepted
                time.sleep(0.2)

    def count(self):
        return len(self.accepted)


def await_that(what, condition):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.2)
    sys.exit("not in time: " + what)


def main(home, synchronous):
    scratch = tempfile.mkdtemp(prefix="failover-")
    os.chmod(scratch, 0o777)
    primary, standby = Postgres("primary", scratch), Postgres("standby", scratch)
    redis_port = free_port()
    redis = subprocess.Popen(["redis-server", "--port", str(redis_port), "--save", "", "--dir", scratch],
                             stdout=subprocess.DEVNULL)
    processes = []
    try:
        primary.create()
        primary.start()
        primary.ask("CREATE DATABASE trainyard", "postgres")
        standby.copy(primary, "standby")
        standby.start()
        if synchronous:
            primary.ask("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
            primary.ask("SELECT pg_reload_conf()")
        wanted = "sync" if synchronous else "async"
        await_that("replication", lambda: primary.ask("SELECT sync_state FROM pg_stat_replication") == wanted)
        environment = {
            "DATABASE_URL": "postgresql://postgres:none@127.0.0.1:%d,127.0.0.1:%d/trainyard" % (primary.port, standby.port),
            "REDIS_URL": "redis://127.0.0.1:%d" % redis_port}
        for name, role in (("api", "api"), ("worker-1", "worker"), ("worker-2", "worker")):
            processes.append(Process(name, home, role, scratch, environment))
            if role == "api":
                # It makes the schema
                processes[-1].await_ready()
        for one in processes:
            one.await_ready()
        api = processes[0]
        api.call("POST", "/market-data/bitstamp/BTC-USDT/5m", candles(), "text/csv")
        client = Client(api)
        client.start()
        await_that("jobs before the fail-over", lambda: client.count() >= SUBMITTED_BEFORE and int(
            primary.ask("SELECT count(*) FROM training_jobs WHERE status = 'RUNNING'")) == 2)
        killed = time.monotonic()
        primary.kill()
        before = client.count()
        time.sleep(2)
        standby.promote()
        promoted = time.monotonic()
        await_that("jobs after the fail-over", lambda: client.count() >= before + SUBMITTED_AFTER)
        client.ended.set()
        client.join()
        accepted = [job for _, job in client.accepted]
        first = next(at for at, _ in client.accepted if at > promoted)
        placeholders = ",".join("'%s'" % job for job in accepted)
        final = "SELECT count(*) FROM training_jobs WHERE status IN ('COMPLETED', 'FAILED', 'CANCELLED')"
        stored = int(standby.ask("SELECT count(*) FROM training_jobs"))
        deadline = time.monotonic() + PATIENCE_SECONDS
        while int(standby.ask(final)) < stored and time.monotonic() < deadline:
            time.sleep(0.5)
        found = int(standby.ask("SELECT count(*) FROM training_jobs WHERE id IN (%s)" % placeholders))
        figures = {
            "synchronous": synchronous,
            "accepted": len(accepted),
            "accepted_before_the_kill": before,
            "lost": len(accepted) - found,
            "stored_twice": stored - found,
            "stuck": stored - int(standby.ask(final)),
            "not_completed": int(standby.ask("SELECT count(*) FROM training_jobs WHERE status IN ('FAILED', 'CANCELLED')")),
            "doubled": int(standby.ask(
                "SELECT count(*) FROM (SELECT job_id FROM trained_configurations GROUP BY job_id HAVING count(*) > 1) d"))
            + int(standby.ask("SELECT count(*) FROM (SELECT job_id FROM job_attempts WHERE outcome = 'completed'"
                              " GROUP BY job_id HAVING count(*) > 1) d")),
            "attempts": standby.ask("SELECT string_agg(o || ' ' || n, ', ') FROM (SELECT coalesce(outcome, 'open') AS o,"
                                    " count(*) AS n FROM job_attempts GROUP BY 1 ORDER BY 1) a"),
            "seconds_from_the_promotion_to_the_next_accepted_job": round(first - promoted, 1),
            "seconds_without_an_accepted_job": round(first - max(at for at, _ in client.accepted if at <= killed), 1),
            "load_average": os.getloadavg()[0],
        }
        print(json.dumps(figures, indent=2), flush=True)
        right = not (figures["stuck"] or figures["not_completed"] or figures["doubled"] or figures["stored_twice"]
                     or (synchronous and figures["lost"]))
        sys.exit(0 if right else 1)
    finally:
        for one in processes:
            one.process.kill()
            one.process.wait()
        redis.kill()
        redis.wait()
        primary.stop()
        standby.stop()
        print("logs are in " + scratch, flush=True)
        shutil.rmtree(primary.data, ignore_errors=True)
        shutil.rmtree(standby.data, ignore_errors=True)


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[2:] not in ([], ["--asynchronous"]):
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]), len(sys.argv) == 2)
