-- A real editor: opens a rule file and a disclosure, edits each, and looks at what the server says of
-- the other. Run by run.sh.

local workspace = os.getenv('WORKSPACE')
local passed, failed = 0, 0

local function print_line(text)
  io.stdout:write(text .. '\n')
end

local function check(what, condition, detail)
  if condition then
    passed = passed + 1
    print_line('  ok  ' .. what)
  else
    failed = failed + 1
    print_line('FAIL  ' .. what .. (detail and ('\n      ' .. tostring(detail)) or ''))
  end
end

-- How long the server may take to do anything, in milliseconds.
local PATIENCE = 10000

-- Checks that a condition comes to hold.
local function eventually(what, condition, detail)
  local holds = vim.wait(PATIENCE, condition, 10)
  check(what, holds, not holds and detail and detail() or nil)
  return holds
end

local function write(path, text)
  vim.fn.mkdir(vim.fn.fnamemodify(workspace .. '/' .. path, ':h'), 'p')
  local file = assert(io.open(workspace .. '/' .. path, 'wb'))
  file:write(text)
  file:close()
end

local RULES = [[
规则集 示范 版本 “1” {
  依据 《示范办法》第一条
}

量纲 金额 {
  元
  万元 = 10000 元
  精度 0.01 万元
}

记录 收入 {
  合计: 金额
  拨款: 金额
  其他: 金额
}

表样 收入说明 填 收入 {
  段 含 “全部收入”
  句 “收入合计{合计}”
  句 “拨款收入{拨款}”
  句 “其他收入{其他}”
}

## 合计等于各项之和。
规则 收入合计 {
  对每个 收入
  应当 合计 = 拨款 + 其他
}
]]

local DISCLOSURE = [[
甲局2022年部门预算

一、收入说明

本部门全部收入。2022年收入合计100.00万元，其中：拨款收入60.00万元，其他收入30.00万元。
]]

-- ---- Helpers over buffers

local function open(path)
  vim.cmd('edit ' .. vim.fn.fnameescape(workspace .. '/' .. path))
  return vim.api.nvim_get_current_buf()
end

-- Replaces the first occurrence of a text, as typing would.
local function replace(buffer, old, new)
  for row, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, true)) do
    local from, to = line:find(old, 1, true)
    if from then
      vim.api.nvim_buf_set_text(buffer, row - 1, from - 1, row - 1, to, { new })
      return
    end
  end
  error('the buffer does not contain ' .. old)
end

local function place(buffer, text)
  for row, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, true)) do
    local from = line:find(text, 1, true)
    if from then
      return row, from
    end
  end
  error('the buffer does not contain ' .. text)
end

local function findings(buffer)
  return vim.tbl_filter(function(diagnostic)
    return tostring(diagnostic.code or (diagnostic.user_data or {}).lsp and diagnostic.user_data.lsp.code):find('收入合计', 1, true) ~= nil
  end, vim.diagnostic.get(buffer))
end

local function shown(buffer)
  return vim.inspect(vim.tbl_map(function(diagnostic)
    return string.format('%d:%d %s', diagnostic.lnum + 1, diagnostic.col, diagnostic.message)
  end, vim.diagnostic.get(buffer)))
end

-- Tells every server what happened.
local function notify(method, params)
  for _, client in pairs((vim.lsp.get_clients or vim.lsp.get_active_clients)()) do
    client.notify(method, params)
  end
end

-- The text a diagnostic stands at.
local function text_of(buffer, diagnostic)
  local lines = vim.api.nvim_buf_get_text(
    buffer, diagnostic.lnum, diagnostic.col, diagnostic.end_lnum, diagnostic.end_col, {})
  return table.concat(lines, '\n')
end

-- What is said in the rule file of how an item fares on the open documents, at its name.
local function standing(buffer, name)
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer, { severity = { max = vim.diagnostic.severity.INFO } })) do
    if text_of(buffer, diagnostic) == name then
      return diagnostic
    end
  end
end

-- How many fail by that: the number in front of the word.
local function failing(buffer)
  local note = standing(buffer, '收入合计')
  return note and tonumber(note.message:match('(%d+)%s*项不通过')) or 0
end

local function complete(buffer, after)
  local row, column = place(buffer, after)
  vim.api.nvim_set_current_buf(buffer)
  vim.api.nvim_win_set_cursor(0, { row, column - 1 + #after })
  local parameters = vim.lsp.util.make_position_params()
  -- make_position_params takes the cursor's character; the place behind the text is meant.
  local line = vim.api.nvim_buf_get_lines(buffer, row - 1, row, true)[1]
  parameters.position.character = vim.str_utfindex and select(2, vim.str_utfindex(line, column - 1 + #after)) or parameters.position.character
  local answers = vim.lsp.buf_request_sync(buffer, 'textDocument/completion', parameters, PATIENCE) or {}
  local labels = {}
  for _, answer in pairs(answers) do
    local result = answer.result or {}
    for _, item in ipairs(result.items or result) do
      labels[#labels + 1] = item.label
    end
  end
  return labels
end

-- The lines that are shown below lines of text.
local function written_below(buffer)
  local lines = {}
  for name, namespace in pairs(vim.api.nvim_get_namespaces()) do
    if name:find('gouji/lines/', 1, true) then
      for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(buffer, namespace, 0, -1, { details = true })) do
        for _, chunks in ipairs(mark[4].virt_lines or {}) do
          local text = ''
          for _, chunk in ipairs(chunks) do
            text = text .. chunk[1]
          end
          lines[#lines + 1] = text
        end
      end
    end
  end
  return lines
end

-- ---- The test

local function test()
  write('gouji.toml', 'rules = ["rules"]\ndocuments = ["documents"]\ndefault-packs = false\n')
  write('rules/own.gouji', RULES)
  write('documents/甲局.txt', DISCLOSURE)

  vim.opt.runtimepath:append(os.getenv('EDITORS') .. '/neovim')
  vim.opt.hidden = true
  vim.cmd('filetype plugin on')
  vim.cmd('syntax on')
  local exit_code
  require('gouji').setup({
    cmd = { os.getenv('GOUJI'), 'lsp' },
    client = { on_exit = function(code) exit_code = code end },
  })

  local rules = open('rules/own.gouji')
  check('a rule file has the file type gouji', vim.bo[rules].filetype == 'gouji', vim.bo[rules].filetype)
  local row, column = place(rules, '规则 收入合计')
  check('its keywords are highlighted',
    vim.fn.synIDattr(vim.fn.synID(row, column, 1), 'name') == 'goujiItem',
    vim.fn.synIDattr(vim.fn.synID(row, column, 1), 'name'))
  row, column = place(rules, '合计 = 拨款')
  check('a field that is spelled like a keyword is not',
    vim.fn.synIDattr(vim.fn.synID(row, column, 1), 'name') == '',
    vim.fn.synIDattr(vim.fn.synID(row, column, 1), 'name'))
  eventually('the server attaches to it', function()
    local client = vim.lsp.get_active_clients()[1]
    return client ~= nil and client.initialized and vim.lsp.buf_is_attached(rules, client.id)
  end)

  local document = open('documents/甲局.txt')
  eventually('the disclosure has its finding', function()
    return #findings(document) == 1
  end, function() return shown(document) end)
  local finding = findings(document)[1]
  check('at the very figure', finding and text_of(document, finding) == '100.00万元', finding and text_of(document, finding))
  check('as an error', finding and finding.severity == vim.diagnostic.severity.ERROR)
  check('one server serves both files', #vim.lsp.get_active_clients() == 1, #vim.lsp.get_active_clients())

  replace(document, '30.00万元', '40.00万元')
  eventually('typing the right figure removes the finding', function()
    return #findings(document) == 0
  end, function() return shown(document) end)
  replace(document, '40.00万元', '30.00万元')
  eventually('typing the wrong one brings it back', function()
    return #findings(document) == 1
  end, function() return shown(document) end)

  replace(rules, '拨款 + 其他', '拨款 + 其他 + 10 万元')
  eventually('editing the rule changes what is said of the disclosure', function()
    return #findings(document) == 0
  end, function() return shown(document) end)
  replace(rules, '拨款 + 其他 + 10 万元', '拨款 + 其他')
  eventually('and back', function()
    return #findings(document) == 1
  end, function() return shown(document) end)

  replace(rules, '应当 合计', '宜 合计')
  eventually('editing the modal verb makes it a warning', function()
    local found = findings(document)[1]
    return found ~= nil and found.severity == vim.diagnostic.severity.WARN
  end, function() return shown(document) end)
  replace(rules, '宜 合计', '应当 合计')

  replace(rules, '合计 = 拨款', '合计 = 拨宽')
  eventually('a misspelt field is reported in the rule file', function()
    for _, diagnostic in ipairs(vim.diagnostic.get(rules)) do
      if text_of(rules, diagnostic):find('拨宽', 1, true) then return true end
    end
    return false
  end, function() return shown(rules) end)
  replace(rules, '合计 = 拨宽', '合计 = 拨款')
  eventually('and no more when it is put right', function()
    return #vim.diagnostic.get(rules, { severity = { min = vim.diagnostic.severity.WARN } }) == 0
  end, function() return shown(rules) end)

  eventually('the rule file tells at the rule that it fails', function()
    return failing(rules) == 1
  end, function() return shown(rules) end)
  replace(document, '30.00万元', '40.00万元')
  eventually('typing the right figure in the disclosure takes that away', function()
    return failing(rules) == 0
  end, function() return shown(rules) end)
  replace(document, '40.00万元', '30.00万元')
  eventually('typing the wrong one brings it back', function()
    return failing(rules) == 1
  end, function() return shown(rules) end)

  local lenses = vim.lsp.buf_request_sync(rules, 'textDocument/codeLens', {
    textDocument = vim.lsp.util.make_text_document_params(rules),
  }, PATIENCE)
  local client, lens
  for id, answer in pairs(lenses or {}) do
    for _, one in ipairs(answer.result or {}) do
      if one.command and one.command.command == 'gouji.showReading' then
        client, lens = id, one
      end
    end
  end
  check('the lens of a form leads to what it read', lens ~= nil, vim.inspect(lenses))
  if lens then
    local before = vim.api.nvim_get_current_win()
    vim.lsp.commands['gouji.showReading'](lens.command, { client_id = client })
    local page = vim.api.nvim_get_current_buf()
    local function text() return table.concat(vim.api.nvim_buf_get_lines(page, 0, -1, true), '\n') end
    eventually('as a page', function() return text():find('句「收入合计{合计}」读了', 1, true) ~= nil end, text)
    check('that cannot be edited', not vim.bo[page].modifiable)
    vim.cmd('close')
    vim.api.nvim_set_current_win(before)
  end

  -- A document that is no text: nobody has it open, and its buffer is the page that the finding stands in.
  local paragraphs = DISCLOSURE:gsub('[^\n]+', '<p>%0</p>')
  write('documents/戊局.html', '<table><tr><td>项目<td>甲<tr><td>人数<td>3</table>' .. paragraphs)
  local uri = vim.uri_from_fname(workspace .. '/documents/戊局.html')
  notify('workspace/didChangeWatchedFiles', { changes = { { uri = uri, type = 1 } } })
  local page = vim.uri_to_bufnr(uri)
  eventually('a finding in a document that is no text stands in a page of its text', function()
    local found = findings(page)[1]
    return found ~= nil and vim.api.nvim_buf_is_loaded(page) and text_of(page, found) == '100.00万元'
  end, function() return shown(page) end)
  check('which cannot be edited', not vim.bo[page].modifiable)
  local above = {}
  for _, namespace in pairs({ vim.api.nvim_get_namespaces()['gouji-pages'] }) do
    for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(page, namespace, 0, -1, { details = true })) do
      for _, line in ipairs(mark[4].virt_lines) do
        table.insert(above, line[1][1])
      end
    end
  end
  check('with a line above its table', vim.tbl_contains(above, '── 表格：2 行，2 列'), vim.inspect(above))
  os.remove(workspace .. '/documents/戊局.html')
  notify('workspace/didChangeWatchedFiles', { changes = { { uri = uri, type = 3 } } })
  eventually('and which is emptied of findings when the document is gone', function() return #findings(page) == 0 end)

  check('nothing is said of a form that reads', standing(rules, '收入说明') == nil, shown(rules))
  replace(document, '全部收入', '收入')
  eventually('editing the disclosure so that the form reads nothing is told in the rule file', function()
    return standing(rules, '收入说明') ~= nil
  end, function() return shown(rules) end)
  replace(document, '本部门收入', '本部门全部收入')
  eventually('and back again', function()
    return standing(rules, '收入说明') == nil and failing(rules) == 1 and #findings(document) == 1
  end, function() return shown(rules) end)

  require('gouji.lines').enable()
  vim.api.nvim_set_current_buf(document)
  local below = written_below(document)
  row, column = place(document, '100.00万元')
  local before = vim.fn.strdisplaywidth(vim.fn.getline(row):sub(1, column - 1))
  check('a finding is written out below its line, at the figure',
    #below == 1 and vim.startswith(below[1], (' '):rep(before) .. '╰── 合计'), vim.inspect(below))
  replace(document, '本部门全部收入', ('长'):rep(20) .. '本部门全部收入')
  before = before + 40
  vim.o.columns = before + 20
  eventually('and to the left of it, where there is no room', function()
    below = written_below(document)
    return #below == 1 and vim.endswith(below[1], ' ──╯') and vim.fn.strdisplaywidth(below[1]) == before + 1
  end, function() return vim.inspect(below) end)
  replace(document, '30.00万元', '40.00万元')
  eventually('and goes with it', function()
    return #written_below(document) == 0
  end, function() return vim.inspect(written_below(document)) end)
  replace(document, '40.00万元', '30.00万元')

  local labels = complete(rules, '应当 合计 = ')
  check('completion offers the fields', vim.tbl_contains(labels, '拨款') and vim.tbl_contains(labels, '其他'),
    table.concat(labels, ' '))

  vim.lsp.stop_client(vim.lsp.get_active_clients())
  eventually('the server ends when it is told to', function()
    return exit_code ~= nil
  end)
  check('with status 0', exit_code == 0, exit_code)
end

local ok, trouble = xpcall(test, debug.traceback)
if not ok then
  failed = failed + 1
  print_line('FAIL  the test itself\n      ' .. tostring(trouble))
end
print_line(string.format('%d passed, %d failed', passed, failed))
io.stdout:flush()
vim.cmd(failed > 0 and 'cquit 1' or 'qall!')
