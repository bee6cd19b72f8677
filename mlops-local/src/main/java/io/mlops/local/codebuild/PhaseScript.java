package io.mlops.local.codebuild;

import java.nio.file.Path;
import java.util.List;

/**
 * Writes the bash program of a phase. Variables, functions and the working directory outlive it in a directory, from
 * which the next phase's takes them; each command is announced by a line of its own, a word that nothing else prints
 * with the command's number, after an empty line, since what came before may have left its last line open. The role
 * session's credentials are not written there, since the next phase gets them anew; others that a command took on are.
 * Told to end, bash waits for the command that runs, which was told as well and may tidy up.
 *
 * @param state the directory
 * @param marker the word
 * @param exported variables to be read at the end
 * @param isolated whether each command runs by itself, as in version 0.1 of the build specification
 */
record PhaseScript(Path state, String marker, List<String> exported, boolean isolated) {
    private static final String HEAD = """
            __mlops_credentials="$AWS_ACCESS_KEY_ID"
            if [ -f "$__mlops/variables" ]; then . "$__mlops/variables" 2>/dev/null; fi
            if [ -f "$__mlops/cwd" ]; then cd "$(cat "$__mlops/cwd")"; fi
            __mlops_save() {
              __mlops_status=$?
              set +eux
              trap - EXIT
              IFS=$' \\t\\n'
              for __mlops_name in $(compgen -v); do
                case "$__mlops_name" in
                  BASH*|COMP_*|DIRSTACK|EPOCH*|EUID|FUNCNAME|GROUPS|HISTCMD|IFS|LINENO|OPT*|PIPESTATUS|PPID) ;;
                  AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN)
                    [ "$AWS_ACCESS_KEY_ID" = "$__mlops_credentials" ] || declare -p "$__mlops_name" ;;
                  PWD|RANDOM|SECONDS|SHELLOPTS|SHLVL|SRANDOM|UID|_|__mlops*) ;;
                  *) declare -p "$__mlops_name" ;;
                esac
              done > "$__mlops/variables" 2>/dev/null
              declare -f >> "$__mlops/variables"
              pwd > "$__mlops/cwd"
              for __mlops_name in $__mlops_exported; do
                [ -z "${!__mlops_name+x}" ] || printf %s "${!__mlops_name}" > "$__mlops/exported.$__mlops_name"
              done
              exit "$__mlops_status"
            }
            trap __mlops_save EXIT
            trap 'exit 143' TERM
            """;

    /** Writes the program that writes a text of the shell's language, as an artifact's name is, to a file. */
    String evaluation(String text, Path file) {
        return "__mlops=" + quoted(state.toString()) + '\n' + HEAD + "cat > " + quoted(file.toString()) + " <<" + marker
                + '\n' + text + '\n' + marker + '\n';
    }

    /** Writes the program that runs the commands from one on. */
    String of(boolean succeeding, List<String> commands, int from) {
        StringBuilder script = new StringBuilder();
        script.append("__mlops=").append(quoted(state.toString())).append('\n').append(HEAD);
        script.append("__mlops_exported=")
                .append(quoted(String.join(" ", exported)))
                .append('\n');
        script.append("export CODEBUILD_BUILD_SUCCEEDING=")
                .append(succeeding ? 1 : 0)
                .append('\n');
        for (int i = from; i < commands.size(); i++) {
            String command = "eval " + quoted(commands.get(i));
            script.append("printf '\\n%s\\n' ").append(quoted(marker + i)).append('\n');
            script.append(isolated ? "( " + command + " )" : command).append('\n');
            script.append("__mlops_status=$?; [ \"$__mlops_status\" -eq 0 ] || exit \"$__mlops_status\"\n");
        }
        return script.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
