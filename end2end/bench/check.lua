-- App-password checks of a large organisation: a random person each time, every other password wrong.
-- server/examples/load_people computes the same app passwords from the person's number.
require "report"

local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

local bit = require "bit"
local bxor, lshift, rshift, band = bit.bxor, bit.lshift, bit.rshift, bit.band
local random = math.random
local people, each, head
local four, octets = {}, {}
local services = { "imap", "imap", "imap", "smtp" }
local turn = 0

function init(args)
  people, each = tonumber(args[1]), tonumber(args[2])
  math.randomseed(tonumber(args[4]) * 100 + number)
  head = "POST /api/v1/app-passwords/check HTTP/1.1\r\nHost: " .. wrk.host .. "\r\nAuthorization: Bearer " .. args[3]
    .. "\r\nContent-Type: application/json\r\nContent-Length: "
  for n = 0, 0xffff do
    four[n] = string.char(97 + rshift(n, 12), 97 + band(rshift(n, 8), 15), 97 + band(rshift(n, 4), 15), 97 + band(n, 15))
  end
  for n = 0, 0xff do
    octets[n] = tostring(n)
  end
end

local function shift(x)
  x = bxor(x, lshift(x, 13))
  x = bxor(x, rshift(x, 17))
  return bxor(x, lshift(x, 5))
end

function request()
  local person = random(people)
  local a, b, c, d
  turn = 1 - turn
  if turn == 0 then
    a = shift(person * 16 + random(each))
    b = shift(a)
    c = shift(b)
    d = shift(c)
  else
    a, b, c, d = random(0, 0xffff), random(0, 0xffff), random(0, 0xffff), random(0, 0xffff)
  end
  -- Everybody's programs ask from one address, as from a home or an office.
  local body = string.format('{"user":"p%07d@example.org","password":"%s%s%s%s","service":"%s","client_ip":"10.%s.%s.%s"}',
    person, four[band(a, 0xffff)], four[band(b, 0xffff)], four[band(c, 0xffff)], four[band(d, 0xffff)],
    services[band(person, 3) + 1], octets[rshift(person, 16)], octets[band(rshift(person, 8), 0xff)], octets[band(person, 0xff)])
  return head .. #body .. "\r\n\r\n" .. body
end
