#!/bin/sh
# A network of CNI plugins, as a hook: bridge and portmap, one after the other as in a list of
# plugins. usage: cni-hook.sh ADD|DEL DIRECTORY < state; DIRECTORY keeps addresses and results.
set -eu
state=$(cat)
CNI_CONTAINERID=$(echo "$state" | sed -n 's/.*"id": *"\([^"]*\)".*/\1/p')
pid=$(echo "$state" | sed -n 's/.*"pid": *\([0-9]*\).*/\1/p')
result=$2/$CNI_CONTAINERID.json
CNI_NETNS=$2/$CNI_CONTAINERID.net # the namespace outlives the container, for the plugins to tidy up
export CNI_COMMAND="$1" CNI_CONTAINERID CNI_NETNS CNI_IFNAME=eth0 CNI_PATH=/usr/lib/cni
name='"cniVersion": "1.0.0", "name": "byhand"'
bridge="{$name, \"type\": \"bridge\", \"bridge\": \"byhand0\", \"isGateway\": true, \"ipMasq\": true,
  \"ipam\": {\"type\": \"host-local\", \"subnet\": \"10.88.7.0/24\", \"rangeStart\": \"10.88.7.2\",
    \"routes\": [{\"dst\": \"0.0.0.0/0\"}], \"dataDir\": \"$2\"}}"
portmap() {
  echo "{$name, \"type\": \"portmap\", \"capabilities\": {\"portMappings\": true}, \"prevResult\": $(cat "$result"),
  \"runtimeConfig\": {\"portMappings\": [{\"hostPort\": 8080, \"containerPort\": 80, \"protocol\": \"tcp\"}]}}"
}
case $1 in
  ADD)
    touch "$CNI_NETNS"
    mount --bind "/proc/$pid/ns/net" "$CNI_NETNS"
    nsenter --net="$CNI_NETNS" -- ip link set lo up
    echo "$bridge" | /usr/lib/cni/bridge >"$result"
    portmap | /usr/lib/cni/portmap >/dev/null
    ;;
  DEL)
    portmap | /usr/lib/cni/portmap
    echo "$bridge" | /usr/lib/cni/bridge
    umount "$CNI_NETNS"
    rm "$result" "$CNI_NETNS"
    ip link delete byhand0
    ;;
esac
