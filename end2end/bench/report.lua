-- What wrk found, as one line of JSON on standard output behind a word that nothing else prints.
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    'FOUND {"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
