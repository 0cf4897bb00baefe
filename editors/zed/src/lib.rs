//! Tells Zed how to start the language server: the path in the settings, else `gouji` from the `PATH`.
//! Nothing is downloaded.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

struct Gouji;

impl zed::Extension for Gouji {
    fn new() -> Self {
        Gouji
    }

    fn language_server_command(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Command> {
        let binary = LspSettings::for_worktree(id.as_ref(), worktree)
            .ok()
            .and_then(|settings| settings.binary);
        let configured = binary.as_ref().and_then(|binary| binary.path.clone());
        let command = configured.or_else(|| worktree.which("gouji")).ok_or_else(|| {
            "没有找到 gouji 程序：请安装它，或在设置 lsp.gouji.binary.path 里写上路径 \
             (gouji was not found: install it, or set lsp.gouji.binary.path)"
                .to_owned()
        })?;
        let args =
            binary.and_then(|binary| binary.arguments).unwrap_or_else(|| vec!["lsp".to_owned()]);
        Ok(Command { command, args, env: worktree.shell_env() })
    }
}

zed::register_extension!(Gouji);
