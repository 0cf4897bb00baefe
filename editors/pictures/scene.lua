-- One picture: opens a file in Neovim as its user would, waits for what the server says, and tells the script
-- that drives it when all is on the screen. Run by ../pictures.sh.

local scene = assert(os.getenv('SCENE'))
local workspace = assert(os.getenv('WORKSPACE'))

vim.opt.runtimepath:append(os.getenv('EDITORS') .. '/neovim')
vim.opt.termguicolors = true
vim.opt.background = 'light'
vim.opt.number = true
vim.opt.numberwidth = 5
vim.opt.signcolumn = 'no'
vim.opt.cursorline = true
vim.opt.laststatus = 2
vim.opt.showmode = true
vim.opt.ruler = false
vim.opt.showcmd = false
vim.opt.shortmess:append('FIcS')
vim.opt.swapfile = false
vim.opt.hidden = true
vim.opt.fillchars = { eob = ' ', fold = ' ' }
vim.opt.wrap = false
vim.opt.foldtext = "'    ⋯ ' . (v:foldend - v:foldstart + 1) . ' 行'"
vim.opt.scrolloff = 0
vim.opt.statusline = ' %t %m%=%{v:lua.counted()} '
vim.cmd('filetype plugin indent on')
vim.cmd('syntax on')

local INK, GREY, RED, AMBER, BLUE, GREEN, VIOLET, BROWN =
  '#24292f', '#8b949e', '#c62828', '#9a6700', '#0550ae', '#116329', '#6639ba', '#953800'
for group, value in pairs({
  Normal = { fg = INK, bg = '#ffffff' },
  LineNr = { fg = '#b0b7bf' },
  CursorLine = { bg = '#f6f8fa' },
  CursorLineNr = { fg = INK, bg = '#f6f8fa' },
  StatusLine = { fg = INK, bg = '#e7ebef' },
  ModeMsg = { fg = GREY },
  Comment = { fg = '#57707f' },
  Statement = { fg = '#cf222e', bold = true },
  Keyword = { fg = '#cf222e', bold = true },
  Conditional = { fg = '#cf222e', bold = true },
  Operator = { fg = '#cf222e' },
  Exception = { fg = RED, bold = true },
  Function = { fg = VIOLET },
  Identifier = { fg = BROWN },
  Type = { fg = BLUE },
  Constant = { fg = BLUE },
  Number = { fg = BLUE },
  Boolean = { fg = BLUE },
  String = { fg = GREEN },
  Special = { fg = BROWN },
  SpecialComment = { fg = '#57707f' },
  PreProc = { fg = VIOLET },
  Delimiter = { fg = INK },
  LspCodeLens = { fg = GREY, italic = false },
  LspCodeLensSeparator = { fg = GREY },
  DiagnosticVirtualTextError = { fg = RED },
  DiagnosticVirtualTextWarn = { fg = AMBER },
  DiagnosticVirtualTextInfo = { fg = BLUE },
  DiagnosticVirtualTextHint = { fg = BLUE },
  DiagnosticUnderlineError = { fg = RED, bg = '#ffe3e0', bold = true },
  DiagnosticUnderlineWarn = { fg = AMBER, bg = '#fff3cf', bold = true },
  DiagnosticUnderlineInfo = { underline = true, sp = BLUE },
  DiagnosticUnderlineHint = { underline = true, sp = BLUE },
  Folded = { fg = GREY, bg = '#ffffff' },
  Pmenu = { fg = INK, bg = '#eef1f4' },
  PmenuSel = { fg = '#ffffff', bg = BLUE },
}) do
  vim.api.nvim_set_hl(0, group, value)
end

-- For the status line.
function _G.counted()
  local severity = vim.diagnostic.severity
  local errors = #vim.diagnostic.get(0, { severity = severity.ERROR })
  local warnings = #vim.diagnostic.get(0, { severity = severity.WARN })
  return string.format('勾稽  错误 %d  警告 %d', errors, warnings)
end

require('gouji').setup({ cmd = { os.getenv('GOUJI'), 'lsp' }, lines = true })
vim.diagnostic.config({ signs = false, underline = true, update_in_insert = true, severity_sort = true })

local function finish(text)
  local file = assert(io.open(workspace .. '/ready', 'w'))
  file:write(text)
  file:close()
end

-- Waits for a condition without holding up the screen, then goes on.
local function when(condition, go_on, rounds)
  rounds = rounds or 0
  if condition() then
    return go_on()
  end
  if rounds > 1500 then
    return finish('late: ' .. vim.inspect(vim.diagnostic.get(0)))
  end
  vim.defer_fn(function()
    when(condition, go_on, rounds + 1)
  end, 20)
end

local function ready()
  vim.cmd('redraw!')
  finish(os.getenv('WINDOWID'))
end

local scenes = {}

function scenes.document()
  vim.cmd('edit ' .. vim.fn.fnameescape(workspace .. '/documents/' .. os.getenv('DOCUMENT')))
  -- The columns of the table of targets under one another.
  vim.bo.vartabstop = '14,20,16,20,21,13'
  when(function()
    return #vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR }) >= 2
  end, function()
    for _, range in ipairs(vim.split(os.getenv('FOLDED'), ' ')) do
      vim.cmd(range .. 'fold')
    end
    vim.fn.cursor(1, 1)
    vim.fn.search('8万元')
    vim.fn.winrestview({ topline = 3 })
    ready()
  end)
end

-- Asks what stands above the rules, shows it, and goes on when the answer is `good`. A question that an edit calls
-- off gets no answer in Neovim 0.7: it is asked again.
local function with_lenses(buffer, good, go_on)
  local answered, rounds = false, 0
  when(function()
    if rounds % 25 == 0 then
      local parameters = { textDocument = vim.lsp.util.make_text_document_params(buffer) }
      vim.lsp.buf_request(buffer, 'textDocument/codeLens', parameters, function(trouble, lenses, context)
        if not trouble and lenses and good(lenses) and not answered then
          vim.lsp.codelens.on_codelens(trouble, lenses, context)
          answered = true
        end
      end)
    end
    rounds = rounds + 1
    return answered
  end, go_on)
end

function scenes.rules()
  vim.cmd('edit ' .. vim.fn.fnameescape(workspace .. '/documents/' .. os.getenv('DOCUMENT')))
  vim.cmd('edit ' .. vim.fn.fnameescape(workspace .. '/rules/three-public-expenses.gouji'))
  local rules = vim.api.nvim_get_current_buf()
  when(function()
    local client = vim.lsp.get_active_clients()[1]
    return client and client.initialized and vim.lsp.buf_is_attached(rules, client.id)
  end, function()
    with_lenses(rules, function(lenses)
      return #lenses > 2 and lenses[1].command.title:find('不通过', 1, true) ~= nil
    end, function()
      vim.cmd('normal! gg')
      vim.fn.search('公务接待费$')
      vim.api.nvim_input('C公务招待费')
      when(function()
        return #vim.diagnostic.get(rules, { severity = vim.diagnostic.severity.ERROR }) > 0
      end, function()
        with_lenses(rules, function() return true end, ready)
      end)
    end)
  end)
end

vim.api.nvim_create_autocmd('VimEnter', { callback = vim.schedule_wrap(scenes[scene]) })
