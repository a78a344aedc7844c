#include "app/cli/GetCommand.h"

#include "app/cli/Interrupts.h"
#include "net/DataDownload.h"

#include <algorithm>
#include <CLI/CLI.hpp>
#include <cstdio>
#include <unistd.h>

namespace latentscape {

namespace {

// One line on a terminal, nothing elsewhere.
class ProgressLine {
public:
    explicit ProgressLine(const std::string& title)
        : m_title(title)
        , m_terminal(isatty(STDERR_FILENO) != 0) {}
    ~ProgressLine() {
        if (m_percent >= 0 || m_unpacking) {
            std::fprintf(stderr, "\r\033[K");
        }
    }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(double share) {
        const int percent = share < 0 ? -1 : static_cast<int>(100 * share);
        if (m_terminal && (percent != m_percent || (share < 0 && !m_unpacking))) {
            m_percent = percent;
            m_unpacking = share < 0;
            m_unpacking ? std::fprintf(stderr, "\r\033[K%s: unpacking", m_title.c_str())
                        : std::fprintf(stderr, "\r\033[K%s: %d %%", m_title.c_str(), percent);
        }
    }

private:
    const std::string& m_title;
    const bool m_terminal;
    int m_percent = -1;
    bool m_unpacking = false;
};

std::string namesOfAll() {
    std::string names;
    for (const DataHome& home : dataHomes()) {
        names += (names.empty() ? "" : ", ") + home.name;
    }
    return names;
}

void get(const std::string& name, Interrupts& interrupts) {
    const auto home = std::ranges::find(dataHomes(), name, &DataHome::name);
    if (home == dataHomes().end()) {
        throw CLI::ValidationError("name",
                                   "There is no data set " + name + "; there are " + namesOfAll() + '.');
    }
    std::filesystem::path folder;
    {
        ProgressLine line(home->title);
        folder = downloadData(*home, {interrupts.takeOver(), [&line](const std::filesystem::path&,
                                                                     double share) { line.show(share); }});
    }
    std::printf("%s\n", folder.c_str());
}

} // namespace

void addGetCommand(CLI::App& app, Interrupts& interrupts) {
    const auto name = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand(
        "get", "Fetch a data set from its home, check it, and print its folder, which --data takes");
    command->add_option("name", *name, "One of " + namesOfAll())->required();
    command->callback([name, &interrupts] { get(*name, interrupts); });
}

} // namespace latentscape
