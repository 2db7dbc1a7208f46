import type { SensitivePlace } from './sensitivePlaces.ts';

/** What shells, the system and single programs read in the home folder, or in the folder that they are started in. */
export const homePlaces: readonly SensitivePlace[] = [
  {
    program: 'direnv',
    occasion: 'enter',
    paths: [
      '.{envrc,envrc.*,direnvrc,autoenv,autoenv_leave,autoenv.zsh,autoenv.leave.zsh,autoenv.env,env.leave}',
      '.direnv/**',
      '.config/direnv/**',
      'direnv.toml',
    ],
  },
  {
    program: 'mise',
    occasion: 'enter',
    paths: [
      '{,.}{mise,mise.*,rtx}.toml',
      '{.mise,.config/mise}/**',
      'mise/config*.toml',
      '{.tool-versions,.asdfrc}',
      'devbox.json',
      'devenv.{nix,yaml}',
      '.prototools',
      '.flox/**',
      'bin/activate-hermit',
    ],
  },
  {
    program: 'Shell',
    occasion: 'start',
    paths: [
      '.{bash,zsh,csh,tcsh,ksh,mksh,xonsh,el}rc{,.*}',
      '.bash_{profile,login,logout,aliases,functions,completion}',
      '.{profile,zprofile,zshenv,zlogin,zlogout,login,logout,kshenv,shrc,shinit,aliases,inputrc}',
      '{.bashrc.d,.zshrc.d,.zsh,.oh-my-zsh,.zfunc,.profile.d,profile.d}/**',
      '{bash.bashrc,zshenv,zshrc,zprofile,bashrc}',
      '**/etc/profile',
      '**/etc/profile.d/**',
      '.config/{fish,nushell,elvish,xonsh,powershell,zsh,bash,shell}/**',
      'config.{fish,nu}',
      '{profile,*_profile}.ps1',
    ],
  },
  {
    program: 'SSH',
    occasion: 'start',
    paths: [
      '.ssh/**',
      '{authorized_keys,authorized_keys2,ssh_config,sshd_config,.rhosts,.shosts}',
      '{ssh,sshd}_config.d/**',
    ],
  },
  {
    program: 'AWS CLI',
    occasion: 'sign-in',
    paths: [
      '{.gnupg,.aws,.azure,.kube,.password-store}/**',
      '.docker/{cli-plugins,contexts}/**',
      '.docker/config.json',
      '.config/{gcloud,gh,glab-cli}/**',
      '{.netrc,_netrc}',
    ],
  },
  {
    program: 'Cron',
    occasion: 'login',
    paths: [
      '{crontab,*.crontab,anacrontab}',
      '**/{cron.d,cron.hourly,cron.daily,cron.weekly,cron.monthly}/**',
      '**/spool/cron/**',
    ],
  },
  {
    program: 'systemd',
    occasion: 'login',
    paths: [
      '**/systemd/{system,user}/**',
      '.config/{systemd,environment.d}/**',
      '*.{service,timer}',
      'init.d/**',
      '**/etc/init.d/**',
    ],
  },
  { program: 'launchd', occasion: 'login', paths: ['**/{LaunchAgents,LaunchDaemons,StartupItems}/**'] },
  {
    program: 'Desktop',
    occasion: 'login',
    paths: [
      '.config/{autostart,plasma-workspace,i3,sway,hypr,awesome}/**',
      '**/Programs/Startup/**',
      '.{xinitrc,xsession,xsessionrc,xprofile,pam_environment,xserverrc}',
      '*.desktop',
      'autorun.inf',
    ],
  },
  { program: 'GDB', occasion: 'start', paths: ['{.gdbinit,.gdbearlyinit,gdbinit}', '.config/gdb/**'] },
  { program: 'LLDB', occasion: 'start', paths: ['.lldbinit{,-*}', '.lldb/**'] },
  {
    program: 'Terminal',
    occasion: 'start',
    paths: [
      '.{tmux.conf,screenrc,wezterm.lua}',
      '.config/{tmux,wezterm,kitty,alacritty,ghostty,zellij,starship.toml}{,/**}',
      'tmux.conf',
    ],
  },
  {
    program: 'curl',
    occasion: 'start',
    paths: [
      '.{curlrc,wgetrc,ripgreprc,tigrc,lessfilter,lesskey,mailcap,muttrc,nanorc,psqlrc,sqliterc,my.cnf,mongorc.js,mongoshrc.js}',
      '_curlrc',
    ],
  },
  {
    program: 'Web server',
    occasion: 'serve',
    paths: ['{.htaccess,.user.ini,web.config}'],
  },
  {
    program: 'Web server',
    occasion: 'load',
    paths: [
      '{php.ini,Caddyfile,nginx.conf,httpd.conf,apache2.conf}',
      '**/{sites-available,sites-enabled}/**',
    ],
  },
  {
    program: 'Linux',
    occasion: 'login',
    paths: ['**/etc/{pam.d,sudoers.d,modules-load.d,ld.so.conf.d}/**', '**/udev/rules.d/**'],
  },
];
