-- The language server of gouji in Neovim, from 0.7 on.
--
--   require('gouji').setup()                              -- `gouji` from the PATH
--   require('gouji').setup({ cmd = { '/path/to/gouji', 'lsp' } })

local M = {}

local defaults = {
  -- The program and its arguments.
  cmd = { 'gouji', 'lsp' },
  -- Which plain text files are disclosures: patterns as autocommands take them.
  documents = { '*.txt', '*.tsv', '*.tab', '*.csv' },
  -- Whether findings are written out below their line, at the figure, instead of behind the line.
  lines = false,
  -- Given to the client as they are: on_attach, capabilities, handlers …
  client = {},
}

local options = defaults

local RULES = 'gouji'

-- Help pages and the like are text files too, but nobody's disclosure.
local TEXT = { text = true, tsv = true, csv = true, [''] = true, ['gouji-document'] = true }

local function is_rule_file(buffer)
  return vim.bo[buffer].filetype == RULES
end

local function is_document(buffer)
  if vim.bo[buffer].buftype ~= '' or not TEXT[vim.bo[buffer].filetype] then
    return false
  end
  local name = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':t')
  for _, pattern in ipairs(options.documents) do
    if vim.fn.match(name, vim.fn.glob2regpat(pattern)) >= 0 then
      return true
    end
  end
  return false
end

--- Whether a buffer belongs to the server.
function M.wants(buffer)
  return is_rule_file(buffer) or is_document(buffer)
end

--- The folder that the server works in: that of the nearest gouji.toml or .git upward, else the file's.
function M.root(buffer)
  local folder = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':p:h')
  local start = folder
  while true do
    for _, marker in ipairs({ 'gouji.toml', '.git' }) do
      if vim.loop.fs_stat(folder .. '/' .. marker) then
        return folder
      end
    end
    local parent = vim.fn.fnamemodify(folder, ':h')
    if parent == folder then
      return start
    end
    folder = parent
  end
end

local function language_id(buffer, filetype)
  if filetype == RULES or is_rule_file(buffer) then
    return 'gouji'
  end
  return 'gouji-document'
end

local function locale()
  local language = vim.v.lang or vim.env.LANG or ''
  return language:match('^en') and 'en' or 'zh-cn'
end

local function client_config(root)
  return vim.tbl_deep_extend('force', {
    name = 'gouji',
    cmd = options.cmd,
    root_dir = root,
    get_language_id = language_id,
    handlers = {
      ['textDocument/publishDiagnostics'] = function(...)
        return require('gouji.pages').published(...)
      end,
    },
    before_init = function(params)
      params.locale = locale()
      -- Findings are sent as they arise; Neovim 0.10 and later would ask for them too, and show them twice.
      if params.capabilities.textDocument then
        params.capabilities.textDocument.diagnostic = nil
      end
    end,
  }, options.client)
end

--- What vim.lsp.config takes (Neovim 0.11 and later).
function M.config()
  M.commands()
  local config = client_config(nil)
  config.filetypes = { RULES, 'gouji-document', 'text', 'tsv', 'csv' }
  config.root_dir = function(buffer, found)
    if M.wants(buffer) then
      found(M.root(buffer))
    end
  end
  return config
end

-- Neovim 0.7 has no vim.lsp.start: one client for each folder, by hand.
local clients = {}

local function start_by_hand(buffer, root)
  local known = clients[root]
  if not known or not vim.lsp.get_client_by_id(known) then
    known = vim.lsp.start_client(client_config(root))
    clients[root] = known
  end
  if known then
    vim.lsp.buf_attach_client(buffer, known)
  end
end

local function attach(buffer)
  if not M.wants(buffer) or vim.api.nvim_buf_get_name(buffer) == '' then
    return
  end
  if vim.fn.executable(options.cmd[1]) == 0 then
    vim.notify_once('没有找到 gouji 程序（gouji not found）：' .. options.cmd[1], vim.log.levels.ERROR)
    return
  end
  local root = M.root(buffer)
  if vim.lsp.start then
    vim.lsp.start(client_config(root), { bufnr = buffer })
  else
    start_by_hand(buffer, root)
  end
end

-- What a form saw of a document, as a page that cannot be edited; the lens above the form calls this.
-- The page follows the document and the rules: it is written anew when it is entered.
local function show_reading(command, context)
  local uri, form = unpack(command.arguments or {})
  local client = vim.lsp.get_client_by_id(context.client_id)
  if type(uri) ~= 'string' or not client then
    return
  end
  local function write(buffer)
    client.request('gouji/reading', { textDocument = { uri = uri }, form = form }, function(failed, text)
      if failed or type(text) ~= 'string' or not vim.api.nvim_buf_is_valid(buffer) then
        return
      end
      vim.bo[buffer].modifiable = true
      vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(text, '\n', { plain = true }))
      vim.bo[buffer].modifiable = false
    end)
  end
  local name = string.format('gouji://%s/%s', form, vim.fn.fnamemodify(vim.uri_to_fname(uri), ':t'))
  local buffer = vim.fn.bufnr('^' .. vim.fn.escape(name, '\\[]*?') .. '$')
  if buffer < 0 then
    buffer = vim.api.nvim_create_buf(false, true)
    vim.api.nvim_buf_set_name(buffer, name)
    vim.bo[buffer].bufhidden = 'wipe'
    vim.bo[buffer].modifiable = false
    vim.api.nvim_create_autocmd('BufEnter', {
      buffer = buffer,
      callback = function()
        write(buffer)
      end,
    })
  end
  if vim.fn.bufwinid(buffer) < 0 then
    vim.cmd('vertical sbuffer ' .. buffer)
  else
    vim.fn.win_gotoid(vim.fn.bufwinid(buffer))
  end
  write(buffer)
end

--- The commands that lenses call.
function M.commands()
  vim.lsp.commands = vim.lsp.commands or {}
  vim.lsp.commands['gouji.showReading'] = show_reading
end

--- Starts the server for rule files and disclosures from now on.
function M.setup(given)
  options = vim.tbl_deep_extend('force', defaults, given or {})
  M.commands()
  if options.lines then
    require('gouji.lines').enable()
  end
  if vim.lsp.config and vim.lsp.enable then
    vim.lsp.config('gouji', M.config())
    vim.lsp.enable('gouji')
    return
  end
  local group = vim.api.nvim_create_augroup('gouji', { clear = true })
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = RULES,
    callback = function(event)
      attach(event.buf)
    end,
  })
  vim.api.nvim_create_autocmd({ 'BufReadPost', 'BufNewFile' }, {
    group = group,
    pattern = options.documents,
    callback = function(event)
      attach(event.buf)
    end,
  })
end

return M
