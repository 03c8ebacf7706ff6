#!/bin/bash
# Runs a page in a view of this machine that is the page's own and ends with it: mount, network and
# process namespace, with /etc, /opt, /usr/local and /var/lib written to elsewhere and an empty /run.
# usage: private-host.sh DIRECTORY PAGE, as process 1 of new namespaces. DIRECTORY holds page.sh, the
# page as a script; before.sh, what the page takes for granted; bin, programs found first; cwd.
# before.sh finds an image to load in $IMAGE.
set -eu
here=$1
export PAGE=$2
# the machine as it is, to compare with
mkdir -p "$here/lower"
mount --bind / "$here/lower"
for directory in /etc /opt /usr/local /var/lib; do
  upper=$here/upper$directory
  mkdir -p "$upper" "$here/work$directory"
  mount -t overlay -o "lowerdir=$directory,upperdir=$upper,workdir=$here/work$directory" \
    overlay "$directory"
done
# an overlay cannot be the upper layer of another one, which is what clients keep their images in
for client in containerd containers docker; do
  mkdir -p "/var/lib/$client" "$here/data/$client"
  mount --bind "$here/data/$client" "/var/lib/$client"
done
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock
ip link set lo up
export PATH="$here/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin"
export UNITS=$here/units
mkdir -p "$UNITS"
cd "$here/cwd"

# Files and links that are new but for the locks of clients, and directories that no overlay has copied up from the machine.
files() {
  {
    (cd "$here/upper" && find etc opt usr var/lib -mindepth 1 -not -name '*.lock' \
      \( -not -type d -o -exec test ! -d "$here/lower/{}" \; \) -print)
    find /run -name '*jrunc*'
  } | sort
}

bash -eu "$here/before.sh"
files >"$here/files-before"
status=0
BASH_ENV="$here/page-rules.sh" bash "$here/page.sh" || status=$?
{
  files | comm -13 "$here/files-before" - | sed 's/^/file /'
  pgrep -af '^/opt/jrunc/|^jrunc |/jrunc-init' | sed 's/^/process /' || true
  awk '$5 ~ /jrunc/ && $5 !~ /^\/(tmp|run\/netns)\// {print "mount " $5}' /proc/self/mountinfo
} >"$here/left"
systemctl stop-all >/dev/null 2>&1 || true
exit $status
