-- Asks Proofup whether a password may open a mailbox.
--
-- One HTTP request per sign-in: the portal knows which app passwords are alive, which protocols each may
-- open, and whether the account password still counts. This file only carries the question and reads the
-- answer, and it keeps three verdicts apart. "No" makes a mail program ask its owner for a password;
-- "try later" makes it wait. So only a clear "no" from the portal is a no: a portal that is down, busy,
-- throttling, or set up with another token is "try later", and never a yes.
--
-- Works with Dovecot 2.3.19 and later; the names that differ in 2.4 are looked up under both.

local check_path = "/api/v1/app-passwords/check"

-- The contract knows these services; whatever else Dovecot serves is "other".
local services = {
  imap = "imap",
  pop3 = "pop3",
  smtp = "smtp", -- Postfix and Exim, through Dovecot's SASL socket
  submission = "smtp", -- Dovecot's own submission service
  submissions = "smtp",
}

local settings = {}
local client

-- Dovecot 2.4 hands over `lua_settings`; 2.3 hands over nothing, there the values come from `import_environment`.
function script_init(given)
  settings = given or {}
  return 0
end

local function setting(name, variable)
  return settings[name] or os.getenv(variable)
end

-- Made at the first question, because the main authentication process loads this file too and never asks.
local function http_client()
  if client == nil then
    if next(settings) ~= nil then -- 2.4: values are written as in the configuration
      client = dovecot.http.client({
        connect_timeout = "2s",
        request_timeout = "5s",
        request_absolute_timeout = "8s",
        request_max_attempts = "2", -- a kept connection may have been closed by a restart of the portal
        auto_redirect = "no", -- the token is for this address only
      })
    else
      client = dovecot.http.client({
        connect_timeout_msecs = 2000,
        request_timeout_msecs = 5000,
        request_absolute_timeout_msecs = 8000,
        max_attempts = 2,
        no_auto_redirect = true,
      })
    end
  end
  return client
end

-- Read for every question, so a new token works without a restart.
local function read_token()
  local path = setting("token_file", "PROOFUP_TOKEN_FILE")
  local file = path and io.open(path, "r")
  if not file then return nil end
  local line = file:read("l") or ""
  file:close()
  return line:match("^%s*([%w%-%._~%+/]+=*)%s*$")
end

-- A JSON string. Quotes, backslashes and control characters are escaped, UTF-8 stays as it is.
local function json(text)
  return '"' .. text:gsub('[%c"\\]', function(c) return string.format("\\u%04x", c:byte()) end) .. '"'
end

-- A mailbox name ends up in a path, so nothing that could leave the mail directory is taken from anyone.
local function is_mailbox(name)
  return not name:find("[%s/]") and not name:find("..", 1, true)
end

-- True and the mailbox, false, or nil for anything that is not exactly one of the two answers of the contract.
local function read_answer(body)
  if body:match('^%s*{%s*"ok"%s*:%s*false%s*}%s*$') then return false end
  local mailbox = body:match('^%s*{%s*"ok"%s*:%s*true%s*,%s*"user"%s*:%s*"([^"\\%c]+)"%s*}%s*$')
    or body:match('^%s*{%s*"user"%s*:%s*"([^"\\%c]+)"%s*,%s*"ok"%s*:%s*true%s*}%s*$')
  if mailbox and is_mailbox(mailbox) then return true, mailbox end
  return nil
end

function auth_password_verify(request, password)
  local result = dovecot.auth
  -- JSON carries UTF-8 only, and no password the portal ever accepted is anything else: no need to ask.
  if utf8 and not utf8.len(password) then
    return result.PASSDB_RESULT_PASSWORD_MISMATCH, "not UTF-8"
  end

  local url, token = setting("url", "PROOFUP_URL"), read_token()
  if not url or not token then
    request:log_error("proofup: no address, or no readable token file")
    return result.PASSDB_RESULT_INTERNAL_FAILURE, "proofup is not set up"
  end

  local service = request.service or request.protocol or ""
  -- A question without an address comes over a local socket, so from this machine.
  local address = request.rip or request.remote_ip or ""
  if address == "" then address = "127.0.0.1" end

  local question = http_client():request({ url = url:gsub("/+$", "") .. check_path, method = "POST" })
  question:add_header("Content-Type", "application/json")
  question:add_header("Authorization", "Bearer " .. token)
  question:set_payload('{"user":' .. json(request.user) .. ',"password":' .. json(password)
    .. ',"service":' .. json(services[service] or "other") .. ',"client_ip":' .. json(address) .. "}")
  local answer = question:submit()

  local status = answer:status()
  if status == 200 then
    local ok, mailbox = read_answer(answer:payload())
    if ok then return result.PASSDB_RESULT_OK, { user = mailbox } end
    if ok == false then return result.PASSDB_RESULT_PASSWORD_MISMATCH, "refused by the portal" end
  end
  -- Dovecot's own numbers from 9000 on mean that no answer came at all.
  request:log_error("proofup: the portal answered " .. status .. " " .. (answer:reason() or ""))
  return result.PASSDB_RESULT_INTERNAL_FAILURE, "no usable answer from the portal"
end

-- Nobody can be looked up without a password here; Dovecot asks this for delivery when there is no other list.
function auth_passdb_lookup(request)
  return dovecot.auth.PASSDB_RESULT_USER_UNKNOWN, "proofup only verifies passwords"
end

-- Dovecot 2.4 asks for this instead of the `cache_key` argument. All three belong in it: see dovecot.md.
function auth_passdb_get_cache_key()
  return "%{protocol}\t%{user}\t%{password}"
end
