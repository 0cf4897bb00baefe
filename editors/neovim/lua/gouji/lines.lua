-- Diagnostics written out below their line, with a stroke up to the very figure. Neovim has this itself since
-- 0.11 (`virtual_lines`); for those before it, here it is.

local M = {}

local GROUPS = { 'DiagnosticVirtualTextError', 'DiagnosticVirtualTextWarn', 'DiagnosticVirtualTextInfo', 'DiagnosticVirtualTextHint' }

-- Of signs as well as of words: box-drawing signs take one column or two, as 'ambiwidth' says.
local width = vim.fn.strdisplaywidth

local HOOK = '╰── '
-- For a figure so far to the right that its message stands to the left of it.
local LEFT_HOOK = ' ──╯'

local namespaces = {}

local function own_namespace(namespace)
  namespaces[namespace] = namespaces[namespace] or vim.api.nvim_create_namespace('gouji/lines/' .. namespace)
  return namespaces[namespace]
end

-- The column on the screen, counted from the beginning of the line.
local function screen_column(buffer, line, byte)
  local text = vim.api.nvim_buf_get_lines(buffer, line, line + 1, false)[1] or ''
  return vim.api.nvim_buf_call(buffer, function()
    return width(text:sub(1, byte))
  end)
end

-- What leads from one line of text to the figures of the diagnostics that are still to come, up to `column`.
local function strokes(marks, from, column)
  local chunks, at = {}, 0
  for index = 1, from do
    local mark = marks[index]
    if mark.column >= at and mark.column < column then
      chunks[#chunks + 1] = { (' '):rep(mark.column - at) .. '│', mark.group }
      at = mark.column + width('│')
    end
  end
  chunks[#chunks + 1] = { (' '):rep(math.max(0, column - at)), '' }
  return chunks
end

local function longest(lines)
  local most = 0
  for _, line in ipairs(lines) do
    most = math.max(most, width(line))
  end
  return most
end

-- The lines below one line: the message of the last figure first, so that no stroke crosses a text.
local function written(marks, room)
  local lines = {}
  for index = #marks, 1, -1 do
    local mark = marks[index]
    local message = vim.split(mark.message, '\n', { plain = true })
    local wide = longest(message)
    local first = width(message[1])
    -- The sign that ends the left hook stands below the first column of the figure.
    local left = mark.column + width('╯') - width(LEFT_HOOK) - first
    local is_left = mark.column + width(HOOK) + wide > room and left >= 0 and left + wide <= room
    for number, text in ipairs(message) do
      local line = strokes(marks, index - 1, is_left and left or mark.column)
      local hook = number == 1 and HOOK or (' '):rep(width(HOOK))
      if is_left then
        text = number == 1 and text .. LEFT_HOOK or text
      else
        line[#line + 1] = { hook, mark.group }
      end
      line[#line + 1] = { text, mark.group }
      lines[#lines + 1] = line
    end
  end
  return lines
end

-- Columns for text in the window that shows the buffer.
local function room_of(buffer)
  local window = vim.fn.bufwinid(buffer)
  local information = window >= 0 and vim.fn.getwininfo(window)[1]
  return information and information.width - (information.textoff or 0) or vim.o.columns
end

-- Before 0.9 Neovim does not see that lines above the cursor have come or gone: it would be drawn in its old row.
local function settle_cursor(buffer)
  for _, window in ipairs(vim.fn.win_findbuf(buffer)) do
    vim.api.nvim_win_set_option(window, 'number', vim.api.nvim_win_get_option(window, 'number'))
  end
end

local function show(namespace, buffer, diagnostics)
  local own = own_namespace(namespace)
  vim.api.nvim_buf_clear_namespace(buffer, own, 0, -1)
  local last = vim.api.nvim_buf_line_count(buffer) - 1
  local room = room_of(buffer)
  local by_line = {}
  for _, diagnostic in ipairs(diagnostics) do
    local line = math.min(diagnostic.lnum, last)
    by_line[line] = by_line[line] or {}
    table.insert(by_line[line], {
      column = screen_column(buffer, line, diagnostic.col),
      message = diagnostic.message,
      group = GROUPS[diagnostic.severity] or GROUPS[1],
    })
  end
  for line, marks in pairs(by_line) do
    table.sort(marks, function(one, other)
      return one.column < other.column
    end)
    vim.api.nvim_buf_set_extmark(buffer, own, line, 0, { virt_lines = written(marks, room) })
  end
  settle_cursor(buffer)
end

local function hide(namespace, buffer)
  if vim.api.nvim_buf_is_valid(buffer) then
    vim.api.nvim_buf_clear_namespace(buffer, own_namespace(namespace), 0, -1)
    settle_cursor(buffer)
  end
end

--- Shows the diagnostics of all servers in this way, instead of behind the line.
function M.enable()
  if not vim.diagnostic.handlers.virtual_lines then
    vim.diagnostic.handlers.virtual_lines = {
      show = function(namespace, buffer, diagnostics)
        show(namespace, buffer, diagnostics)
      end,
      hide = hide,
    }
  end
  vim.diagnostic.config({ virtual_text = false, virtual_lines = true })
end

return M
