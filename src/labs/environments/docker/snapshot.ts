/** The state of an engine as text: its images, containers, networks and volumes, and the rules of its network. */
export const snapshotScript = `
show() { echo "## $1"; shift; "$@" 2>/dev/null || true; }
show rules iptables-legacy-save
show rules iptables-nft-save
show nft nft --stateless list ruleset
show links ip -o link
show addresses ip -o address
show images docker images -a --no-trunc --format '{{.Repository}}:{{.Tag}} {{.ID}}'
show containers docker ps -a --no-trunc --format '{{.Names}} {{.ID}} {{.State}}'
show networks docker network ls --no-trunc --format '{{.Name}} {{.ID}}'
show volumes docker volume ls -q
`;
