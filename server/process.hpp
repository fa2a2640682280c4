// What the process as a whole is allowed. Called once, by the main thread, before anything else.
#pragma once

namespace redstart::server {

// Gives threads the stack size that they are counted on to have (kThreadStackSize), raises the soft limit on
// descriptors to the hard one, makes writing to a closed socket an error, not a signal, and files the owner's alone.
// Unless `core_dumps`: no core is written, and no process of the same user reads the memory.
void prepare_process(bool core_dumps) noexcept;

// Whether a mistake in the server would be a mistake of the machine's administrator: its user is root, and not the root
// of a user namespace, whom the machine takes for somebody else.
bool runs_as_root() noexcept;

} // namespace redstart::server
