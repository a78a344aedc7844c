// latentscape-cli: everything without a window. Runs on a machine with no display.
#include "app/cli/BenchCommand.h"
#include "app/cli/EvaluateCommand.h"
#include "app/cli/ExportCommands.h"
#include "app/cli/FindRateCommand.h"
#include "app/cli/GenerateCommands.h"
#include "app/cli/GetCommand.h"
#include "app/cli/Interrupts.h"
#include "app/cli/ReconstructCommand.h"
#include "app/cli/SummaryCommand.h"
#include "app/cli/TrainCommand.h"
#include "core/tensor/Error.h"

#include <algorithm>
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <span>

namespace {

using namespace latentscape;

enum ExitCode { kDone = 0, kInternal = 1, kUsage = 2, kInput = 3, kIo = 4, kDiverged = 5 };

constexpr const char* kFooter =
    "Exit codes: 0 done, 2 wrong usage, 3 bad input file, 4 input/output failure,\n"
    "5 the training diverged, 130 interrupted (a training is saved first), 1 any other.";

int exitCode(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::Usage:
        return kUsage;
    case ErrorKind::Input:
        return kInput;
    case ErrorKind::Io:
        return kIo;
    case ErrorKind::Diverged:
        return kDiverged;
    case ErrorKind::Cancelled:
        return kInterruptedExitCode;
    }
    return kInternal;
}

int fail(int code, const std::string& message) {
    std::fprintf(stderr, "latentscape-cli: %s\n", message.c_str());
    return code;
}

int parseAndRun(int argc, char** argv) {
    if (const auto given = std::span(argv, static_cast<std::size_t>(argc));
        std::ranges::any_of(given, [](const char* word) { return *word == '\0'; })) {
        return fail(kUsage, "one of the values is empty; leave its option out, or give it a value");
    }
    Interrupts interrupts;
    CLI::App app("Train generative models and walk their latent space.", "latentscape-cli");
    app.set_version_flag("--version", "latentscape " LATENTSCAPE_VERSION);
    app.footer(kFooter);
    app.require_subcommand(1);
    app.option_defaults()->always_capture_default();
    addTrainCommand(app, interrupts);
    addSampleCommand(app, interrupts);
    addReconstructCommand(app, interrupts);
    addTraverseCommand(app, interrupts);
    addInterpolateCommand(app, interrupts);
    addEvaluateCommand(app);
    addEmbedCommand(app);
    addLossesCommand(app);
    addReportCommand(app);
    addFindRateCommand(app);
    addSummaryCommand(app);
    addBenchCommand(app);
    addGetCommand(app, interrupts);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return app.exit(e) == 0 ? kDone : kUsage;
    }
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0
               ? kDone
               : fail(kIo, "cannot write to standard output");
}

int run(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN); // a reader that goes away is a failed write, not the end
    try {
        return parseAndRun(argc, argv);
    } catch (const Interrupted& e) {
        return fail(kInterruptedExitCode, e.what());
    } catch (const Error& e) {
        return fail(exitCode(e.kind()), e.what());
    } catch (const std::filesystem::filesystem_error& e) {
        return fail(kIo, e.what());
    } catch (const std::bad_alloc&) {
        return fail(kInternal, "out of memory; use a smaller model, batch or number of images");
    } catch (const std::exception& e) { // the engine's own error type among them
        return fail(kInternal, e.what());
    }
}

} // namespace

int main(int argc, char** argv) {
    const int code = run(argc, argv);
    std::fflush(nullptr);
    // Without the clean-up of static objects: QtCore's sometimes aborts ("corrupted double-linked list")
    // after pictures were decoded on threads that are no QThreads, in which neither sanitizers nor valgrind
    // see a fault.
    std::_Exit(code);
}
