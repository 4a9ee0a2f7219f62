-- Requests of `wrk`: bodies from a file, one a line, sent one after the other from a random one on.
-- With THINK_MILLISECONDS a connection waits as long on average before each of its requests.
local requests = {}
local sent = 0

function init(arguments)
    math.randomseed(os.time())
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/json"
    for line in io.lines(arguments[1]) do
        requests[#requests + 1] = wrk.format(nil, nil, nil, line)
    end
    sent = math.random(#requests)
end

function request()
    sent = sent % #requests + 1
    return requests[sent]
end

local think = os.getenv("THINK_MILLISECONDS")
if think then
    function delay()
        return math.random(0, 2 * think)
    end
end

function done(summary, latency)
    local errors = summary.errors
    local form = '{"requests": %d, "seconds": %f, "refused": %d, "broken": %d, "timeouts": %d, '
        .. '"p50": %f, "p95": %f, "p99": %f, "longest": %f}\n'
    io.write(string.format(form, summary.requests, summary.duration / 1e6, errors.status,
        errors.connect + errors.read + errors.write, errors.timeout,
        latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
        latency:percentile(99) / 1e3, latency.max / 1e3))
end
