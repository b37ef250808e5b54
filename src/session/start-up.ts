// What a session runs before its first prompt: the aliases that every terminal has, and the person's own file.

/** As Debian's and Ubuntu's shells have them. */
export const defaults = `alias ls='ls --color=auto'
alias grep='grep --color=auto'
alias ll='ls -alF'
alias la='ls -A'
alias l='ls -CF'`;

/** The person's own start-up file, for messages. */
export const startUpFile = '~/.dirshrc';

/** Runs that file, where it is there. */
export const readStartUpFile = `if test -f ${startUpFile}; then . ${startUpFile}; fi`;
