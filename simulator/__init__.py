"""Stand in for DigitalOcean on one machine: its API, its name servers and its droplets.

`lifecycle` starts and stops it all. A running server consists of
- `api/`, which answers requests from the `account`, the one JSON file that holds everything;
- `provisioning`, which carries out the account's actions by the `deeds` of a hypervisor;
- `hypervisor/`, whose droplets are containers on the local Docker Engine, from `images/`;
- `dns_server`, which answers for the account's domains by the rules of `zones`.
"""
