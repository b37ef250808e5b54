// Commands that people know and a page cannot have, and why: `command not found` says it.

const editor = 'there is no editor yet; > and sed write files, less shows them';
const network = 'a page may open no connections of its own';
const rights = 'what you granted the page is all that it may do: there is no other user';
const packages = 'nothing can be installed; the programs are those in /bin';
const system = 'the page does not see the processes and devices of the machine';
const owners = 'a browser tells and sets no modes and no owners';

const reasons: Readonly<Record<string, string>> = {
  apt: packages,
  'apt-get': packages,
  brew: packages,
  chgrp: owners,
  chmod: owners,
  chown: owners,
  curl: network,
  dnf: packages,
  docker: system,
  ed: editor,
  emacs: editor,
  fdisk: system,
  ftp: network,
  gdb: system,
  ifconfig: network,
  ip: network,
  lsblk: system,
  lsof: system,
  nano: editor,
  nc: network,
  npm: packages,
  pacman: packages,
  passwd: rights,
  ping: network,
  pip: packages,
  reboot: system,
  rsync: network,
  scp: network,
  sftp: network,
  shutdown: system,
  snap: packages,
  ssh: network,
  su: rights,
  sudo: rights,
  systemctl: system,
  telnet: network,
  vi: editor,
  vim: editor,
  wget: network,
  yum: packages,
};

/** Why there is no `name`, where that needs to be said. */
export function whyNotHere(name: string): string | undefined {
  return Object.hasOwn(reasons, name) ? reasons[name] : undefined;
}
