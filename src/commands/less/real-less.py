"""For tests: runs a program on a terminal of its own, types keys, and tells what it wrote after each.

Reads {"argv", "cwd", "env", "rows", "columns", "keys"} as JSON and prints a list of base64 texts: the output up to the
moment at which the program waits for the first key, then up to that for the second, and so on.
"""
import base64, fcntl, json, os, select, struct, sys, termios

task = json.load(sys.stdin)
master, slave = os.openpty()
pid = os.fork()
if pid == 0:
    os.login_tty(slave)
    os.chdir(task["cwd"])
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", task["rows"], task["columns"], 0, 0))
    os.execvpe(task["argv"][0], task["argv"], task["env"])


def state():
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0]


def untaken():
    """How many bytes were typed that it has not read."""
    return struct.unpack("i", fcntl.ioctl(slave, termios.FIONREAD, b"    "))[0]


def output():
    """What it writes until it waits for a key: it has answered, sleeps, and nothing comes, several times in a row."""
    taken, quiet = b"", 0
    while quiet < 4 or (not taken and state() != "Z"):
        readable, _, _ = select.select([master], [], [], 0.01)
        if readable:
            taken, quiet = taken + os.read(master, 65536), 0
        else:
            quiet = quiet + 1 if state() in "SZ" and untaken() == 0 else 0
    return taken


outputs = [output()]
for key in task["keys"]:
    if state() == "Z":
        break
    os.write(master, key.encode())
    outputs.append(output())
os.kill(pid, 9)
print(json.dumps([base64.b64encode(text).decode() for text in outputs]))
