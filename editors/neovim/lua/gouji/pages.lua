-- Documents that are no text (PDF, workbooks, Word, HTML): their buffer shows the text that is read of them, and
-- what is said of them stands in it.

local M = {}

-- What the names of such files end in: the server reads them by itself.
M.extensions = { 'pdf', 'xlsx', 'xlsm', 'ods', 'docx', 'xls', 'et', 'html', 'htm' }

local marks = vim.api.nvim_create_namespace('gouji-pages')

local function is_projected(uri)
  local extension = uri:lower():match('%.([^./]+)$')
  return uri:match('^file:') ~= nil and vim.tbl_contains(M.extensions, extension)
end

-- Not the buffer of somebody who has the file itself open.
local function is_ours(buffer)
  return not vim.api.nvim_buf_is_loaded(buffer) or vim.b[buffer].gouji_page == true
end

-- Loads a buffer without looking at its file more than need be.
local function load(buffer)
  local ignored = vim.o.eventignore
  vim.o.eventignore = 'all'
  vim.bo[buffer].swapfile = false
  pcall(vim.fn.bufload, buffer)
  vim.o.eventignore = ignored
end

local function hover(client, buffer)
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  client.request('textDocument/hover', params, function(failed, answer)
    if not failed and type(answer) == 'table' and answer.contents then
      local lines = vim.split(answer.contents.value, '\n', { plain = true })
      vim.lsp.util.open_floating_preview(lines, 'markdown', { focus_id = 'textDocument/hover' })
    end
  end, buffer)
end

local function ask(client, buffer, answered)
  local params = { textDocument = { uri = vim.uri_from_bufnr(buffer) } }
  client.request('gouji/text', params, function(failed, page)
    answered(not failed and type(page) == 'table' and page or nil)
  end, buffer)
end

local function write(buffer, page)
  local lines = vim.split(page.text, '\r?\n')
  vim.bo[buffer].readonly = false
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].modifiable = false
  vim.bo[buffer].modified = false
  -- A line above each page, sheet and table: it stands among no lines, so that places stay what they are.
  vim.api.nvim_buf_clear_namespace(buffer, marks, 0, -1)
  local titles = {}
  for _, mark in ipairs(page.marks) do
    local at = math.min(mark.line, #lines - 1)
    titles[at] = titles[at] or {}
    table.insert(titles[at], { { '── ' .. mark.title, 'Comment' } })
  end
  for at, above in pairs(titles) do
    vim.api.nvim_buf_set_extmark(buffer, marks, at, 0, { virt_lines = above, virt_lines_above = true })
  end
end

-- Makes a buffer the page of a document, the first time.
local function adopt(client, buffer)
  if vim.b[buffer].gouji_page then
    return
  end
  load(buffer)
  vim.b[buffer].gouji_page = true
  vim.bo[buffer].buftype = 'nowrite'
  vim.bo[buffer].bufhidden = 'hide'
  vim.bo[buffer].undolevels = -1
  vim.bo[buffer].tabstop = 16
  vim.keymap.set('n', 'K', function()
    hover(client, buffer)
  end, { buffer = buffer })
  vim.api.nvim_create_autocmd('BufReadCmd', {
    buffer = buffer,
    callback = function()
      ask(client, buffer, function(page)
        if page then
          write(buffer, page)
        end
      end)
    end,
  })
end

--- Takes what the server says of a file. That of a document that is no text is shown once its text is there, for
--- in it stand the places.
function M.published(failed, result, context, config)
  local default = vim.lsp.handlers['textDocument/publishDiagnostics']
  local client = vim.lsp.get_client_by_id(context.client_id)
  if failed or not result or not client or not is_projected(result.uri) then
    return default(failed, result, context, config)
  end
  local buffer = vim.uri_to_bufnr(result.uri)
  if not is_ours(buffer) or (#result.diagnostics == 0 and not vim.b[buffer].gouji_page) then
    return default(failed, result, context, config)
  end
  ask(client, buffer, function(page)
    if page and vim.api.nvim_buf_is_valid(buffer) and is_ours(buffer) then
      adopt(client, buffer)
      write(buffer, page)
    end
    default(failed, result, context, config)
  end)
end

return M
