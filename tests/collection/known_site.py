"""What is known of a site that is well, to be spoiled by a test."""

from __future__ import annotations

import copy
from typing import Any

Json = dict[str, Any]

ADDRESS = "203.0.113.10"
CONTAINER: Json = {
    **{"name": "traductor-nginx-1", "project": "traductor", "service": "nginx"},
    "release": "0123456789ab",
    **{"state": "running", "health": "healthy", "restarts": 0},
    **{"memory_used_megabytes": 20, "memory_megabytes": 150},
}
DEPLOYMENT: Json = {
    **{"time": "2026-11-21T05:00:00Z", "action": "deploy", "release": "0123456789ab"},
    **{"before": "", "version": "cafe", "by": "me@laptop", "source": "", "seconds": 12.3},
    "result": "done",
}
WELL: Json = {
    "name": "translate.example.com",
    "time": "2026-11-22T05:30:00Z",
    "wanted": {"size": "s-1vcpu-1gb", "region": "fra1", "certificate": "production"},
    "addresses": [ADDRESS],
    "account": {
        "droplet": {
            **{"id": 1, "status": "active", "size": "s-1vcpu-1gb", "region": "fra1"},
            **{"image": "debian-13-x64", "ipv4": ADDRESS, "ipv6": ""},
            "created_at": "2026-11-10T05:30:00Z",
        },
        "price_monthly": 6.0,
        "drift": [],
    },
    "site": {"url": "https://translate.example.com/health"},
    "parts": {
        "system": {
            **{"memory_megabytes": 968, "memory_used_megabytes": 500},
            **{"swap_megabytes": 1024, "swap_used_megabytes": 10},
            **{"disk_megabytes": 25_600, "disk_used_megabytes": 5_120},
            **{"load": 0.1, "cores": 1, "up_days": 3.0, "reboot_required": False},
        },
        "packages": {"pending": 2, "security": 0, "lists_days": 0.3},
        "units": {"failed": []},
        "bans": {"jails": {"sshd": 2, "traductor-nginx": 0}},
        "containers": {"list": [CONTAINER, {**CONTAINER, "service": "translator"}]},
        "release": {"current": "0123456789ab", "version": "cafe", "kept": 3},
        "deployments": {"list": [DEPLOYMENT] * 5},
        "certificate": {
            **{"served": True, "timer_active": True, "issuer": "Let's Encrypt"},
            **{"days_left": 61.0, "days": 90.0},
        },
        "traffic": {
            **{"requests": 1234, "refused": 3, "limited": 1, "failed": 0, "unreadable": 0},
            **{"routes": {"/translate": 1000, "/": 234}, "minutes": 60},
            **{"p50_seconds": 0.012, "p95_seconds": 0.04},
        },
        "alerts": {"watched": False, "firing": []},
    },
}


def known(**parts: Json) -> Json:
    """Return what is known; values of a part are replaced by those that are given."""
    facts = copy.deepcopy(WELL)
    for name, values in parts.items():
        if "unknown" in values:
            facts["parts"][name] = values
        else:
            facts["parts"][name] |= values
    return facts
