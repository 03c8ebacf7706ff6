#!/bin/sh
# A network made by hand, as a hook: veth, bridge, address, NAT. usage: ip-hook.sh up|down < state
set -eu
state=$(cat)
container=$(echo "$state" | sed -n 's/.*"id": *"\([^"]*\)".*/\1/p')
pid=$(echo "$state" | sed -n 's/.*"pid": *\([0-9]*\).*/\1/p')
outer=v$(echo "$container" | cksum | cut -c1-8)
inside() { nsenter --target "$pid" --net -- "$@"; }
case $1 in
  up)
    ip link show byhand0 >/dev/null 2>&1 || {
      ip link add byhand0 type bridge
      ip address add 10.88.7.1/24 dev byhand0
      ip link set byhand0 up
    }
    ip link add "$outer" type veth peer name eth0 netns "$pid"
    ip link set "$outer" master byhand0 up
    inside ip link set lo up
    inside ip address add 10.88.7.2/24 dev eth0
    inside ip link set eth0 up
    inside ip route add default via 10.88.7.1
    iptables -w -t nat -A POSTROUTING -s 10.88.7.2 ! -o byhand0 -m comment --comment "$container" -j MASQUERADE
    iptables -w -t nat -A PREROUTING -p tcp --dport 8080 -m comment --comment "$container" -j DNAT --to 10.88.7.2:80
    ;;
  down)
    ip link delete "$outer" 2>/dev/null || true # the kernel may have been faster
    iptables -w -t nat -D POSTROUTING -s 10.88.7.2 ! -o byhand0 -m comment --comment "$container" -j MASQUERADE
    iptables -w -t nat -D PREROUTING -p tcp --dport 8080 -m comment --comment "$container" -j DNAT --to 10.88.7.2:80
    ip link delete byhand0
    ;;
esac
