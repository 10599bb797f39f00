-- What wrk sends. Arguments: a kind, then a file with a line for each member: secret of the session, token, address.
--   get PATH...       the paths in turn; with a file "-" as a visitor, else as the members in turn
--   answer, vote      to other questions and posts each time, as the members in turn
--   idea BASE         votes on the open ones of 50,000 ideas whose texts begin after this number

local threads = 0
local answer = "I+had+the+same+and+this+helped%3A+take+the+card+out%2C+wait+ten+seconds+and+put+it+back.+"

function setup(thread)
  thread:set("offset", threads)
  threads = threads + 1
end

function init(args)
  kind, members, paths, count = args[1], {}, {}, 0
  if args[2] ~= "-" then
    for line in io.lines(args[2]) do
      local secret, token, address = line:match("(%S+) (%S+) (%S+)")
      members[#members + 1] = { secret = secret, token = token, address = address }
    end
  end
  for i = 3, #args do paths[#paths + 1] = args[i] end
end

local function headers(member)
  local sent = {}
  if member then
    sent["Cookie"] = "talka=" .. member.secret
    sent["X-Forwarded-For"] = member.address
  end
  return sent
end

local function post(path, member, body)
  local sent = headers(member)
  sent["Content-Type"] = "application/x-www-form-urlencoded"
  return wrk.format("POST", path, sent, body .. "&csrf=" .. member.token)
end

function request()
  -- Two threads: one takes the even numbers, the other the odd ones.
  local n = count * 2 + offset
  count = count + 1
  local voter = n % #members
  local member = members[voter + 1]
  if kind == "answer" then
    local body = "body=" .. answer:rep(6) .. n .. "&form_key=load-" .. n
    return post("/questions/" .. (n * 7919 % 10000 + 1) .. "/answers", member, body)
  elseif kind == "vote" then
    -- Forty rounds: never the own post, never one author twice, never a post twice.
    local round = math.floor(n / #members)
    local answer_number = (voter + 1 + round) % 2000 + 2000 * ((voter * 7 + round) % 25)
    if answer_number == 0 then answer_number = 50000 end
    return post("/posts/" .. (10000 + answer_number) .. "/vote", member, "value=1")
  elseif kind == "idea" then
    -- As many rounds as a member has votes. Of ten ideas, two are closed.
    local open = (voter * 7 + math.floor(n / #members) * 4001) % 40000
    local idea = math.floor(open / 8) * 10 + open % 8
    if idea == 0 then idea = 50000 end
    return post("/posts/" .. math.floor(tonumber(paths[1]) + idea) .. "/vote", member, "value=1")
  end
  return wrk.format("GET", paths[n % #paths + 1], headers(member))
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
