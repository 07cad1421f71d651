#!/usr/bin/env python3
"""Compares `fanzha publish` with rsync and rclone, in one run, on loopback.

    benches/publish.py [--pages 10000] [--rounds 3] [--profile dist] [--sample]

Needs a build (`cargo build --profile dist`), sshd, ssh-keygen, rsync and rclone, and root for sshd.
The site is that of corpus.py, or with --sample the repository's own. Over SFTP and to an object store (rclone's) it is
published first, again without a change, and again with one changed page; the targets of the three tools are apart, and
the tools take turns. Prints the median seconds and the ratio to the better of the other two. The time of `fanzha publish`
contains what the others do not do: the build is checked, every file is hashed, and what was sent is read back in part.
"""
import argparse, os, pathlib, shutil, socket, statistics, subprocess, sys, tempfile, time

from compare import TARGET, edit
from corpus import write_corpus

HERE = pathlib.Path(__file__).resolve().parent
ACCESS_KEY, SECRET_KEY = "AKIDEXAMPLE", "wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY"


def run(command, **more):
    """The seconds that a command took."""
    start = time.monotonic()
    process = subprocess.run(command, capture_output=True, text=True, **more)
    if process.returncode != 0:
        sys.exit(f"{command} failed:\n{process.stdout}{process.stderr}")
    return time.monotonic() - start


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def started(command, port, **more):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    for _ in range(100):
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.1)
    sys.exit(f"{command} does not listen")


def sshd(folder):
    """OpenSSH's server, its port, and the key that may log in."""
    for name in ("host", "user"):
        run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)])
    shutil.copy(folder / "user.pub", folder / "authorized_keys")
    port = free_port()
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized_keys\n"
        "PidFile none\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nMaxStartups 200\nSubsystem sftp internal-sftp\n"
    )
    pathlib.Path("/run/sshd").mkdir(exist_ok=True)
    return started(["/usr/sbin/sshd", "-D", "-f", str(folder / "config")], port), port, folder / "user"


def object_store(folder):
    port = free_port()
    for bucket in ("fanzha", "rclone"):
        (folder / bucket).mkdir(parents=True)
    command = ["rclone", "serve", "s3", "--vfs-cache-mode", "off", "--auth-key", f"{ACCESS_KEY},{SECRET_KEY}"]
    environment = os.environ | {"RCLONE_CONFIG": ""}
    return started(command + ["--addr", f"127.0.0.1:{port}", str(folder)], port, env=environment), port


def settings(key, ssh_port, s3_port, root):
    return (
        "\npublish:\n"
        f"  - {{id: sftp, kind: sftp, host: 127.0.0.1, port: {ssh_port}, user: root, key_file: '{key}', folder: '{root}/fanzha'}}\n"
        f"  - {{id: s3, kind: minio, endpoint: 'http://127.0.0.1:{s3_port}', bucket: fanzha, access_key: {ACCESS_KEY}}}\n"
    )


def commands(fanzha, site, key, ssh_port, s3_port, root):
    """The command of each tool, by protocol."""
    public = f"{site}/public/"
    shell = f"ssh -p {ssh_port} -i {key} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
    quick = ["rclone", "sync", "--transfers", "8", "--checkers", "8", public]
    sftp = f":sftp,host=127.0.0.1,port={ssh_port},user=root,key_file='{key}':{root}/rclone"
    s3 = (
        f":s3,provider=Other,access_key_id={ACCESS_KEY},secret_access_key={SECRET_KEY},"
        f"endpoint='http://127.0.0.1:{s3_port}':rclone"
    )
    return {
        "sftp": {
            "fanzha": [fanzha, "publish", "sftp", "--yes"],
            "rsync": ["rsync", "-a", "--checksum", "--delete", "-e", shell, public, f"root@127.0.0.1:{root}/rsync/"],
            "rclone": [*quick, sftp],
        },
        "s3": {"fanzha": [fanzha, "publish", "s3", "--yes"], "rclone": [*quick, "--checksum", s3]},
    }


def measure(site, fanzha, pages, targets, options):
    """Seconds by protocol, tool and task, of every round."""
    environment = os.environ | {"FANZHA_SFTP_PASSWORD": "", "FANZHA_S3_PASSWORD": SECRET_KEY, "RCLONE_CONFIG": ""}
    seconds = {}
    page = sorted(site.glob(pages))[0]
    for number in range(options.rounds):
        run([fanzha, "build"], cwd=site)
        for protocol, tools in targets.items():
            if protocol == "sftp":
                run([fanzha, "target", "trust", protocol], cwd=site, env=environment)
            run([fanzha, "target", "check", protocol], cwd=site, env=environment)
            for task in ("first", "nothing", "one page"):
                if task == "one page":
                    edit(page, r"\Z", f"\n第 {number} 次修改，{protocol}。\n")
                    run([fanzha, "build"], cwd=site)
                for tool, command in tools.items():
                    taken = run(command, cwd=site, env=environment)
                    seconds.setdefault((protocol, task, tool), []).append(taken)
        yield seconds


def empty(site, root, buckets):
    """Forgets what was published, here and at the targets."""
    shutil.rmtree(site / "publish", ignore_errors=True)
    for folder in [*root.iterdir(), *buckets.iterdir()]:
        shutil.rmtree(folder)
        folder.mkdir()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", default="dist", help="of Cargo, with which the program was built")
    parser.add_argument("--sample", action="store_true", help="the repository's own site")
    options = parser.parse_args()
    fanzha = str(TARGET / options.profile / "fanzha")
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        site, root, buckets = (scratch / name for name in ("site", "root", "buckets"))
        if options.sample:
            site.mkdir()
            for name in ("site.yaml", "content", "static"):
                copy = shutil.copy if name == "site.yaml" else shutil.copytree
                copy(HERE.parent / name, site / name)
        else:
            shutil.copytree(HERE / "site", site)
            write_corpus(site, options.pages)
        for name in ("fanzha", "rsync", "rclone"):
            (root / name).mkdir(parents=True)
        (scratch / "ssh").mkdir()
        ssh_server, ssh_port, key = sshd(scratch / "ssh")
        store, s3_port = object_store(buckets)
        try:
            with (site / "site.yaml").open("a", encoding="utf-8") as file:
                file.write(settings(key, ssh_port, s3_port, root))
            targets = commands(fanzha, site, key, ssh_port, s3_port, root)
            for seconds in measure(site, fanzha, "content/cases/*.md", targets, options):
                report(seconds)
                empty(site, root, buckets)
        finally:
            ssh_server.terminate()
            store.terminate()


def report(seconds):
    medians = {key: statistics.median(values) for key, values in seconds.items()}
    for (protocol, task, tool), taken in medians.items():
        line = f"{protocol:5} {task:9} {tool:7} {taken:8.2f} s"
        if tool == "fanzha":
            others = [it for key, it in medians.items() if key[:2] == (protocol, task) and key[2] != tool]
            line += f"  {taken / min(others):6.2f} × the better of the others"
        print(line, flush=True)
    print(flush=True)


if __name__ == "__main__":
    main()
