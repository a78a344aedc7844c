#include "app/cli/FoldTable.h"

#include "app/cli/JsonLine.h"
#include "app/cli/LossWords.h"
#include "core/tensor/AtomicFile.h"
#include "core/train/CrossValidation.h"

#include <cstdio>
#include <sstream>

namespace latentscape {

FoldTable::FoldTable(std::filesystem::path file, const TrainConfig& config)
    : m_file(std::move(file))
    , m_config(config) {}

void FoldTable::add(const Losses& heldOut) {
    m_folds.push_back(lossesAsJson(m_config.model.kind, heldOut));
    write();
}

std::vector<double> FoldTable::column(const std::string& name) const {
    std::vector<double> values;
    for (const auto& fold : m_folds) {
        values.push_back(fold.at(name).get<double>());
    }
    return values;
}

void FoldTable::write() const {
    std::ostringstream text;
    text << "fold";
    for (const auto& [name, value] : m_folds.front().items()) {
        text << "," << name;
    }
    for (std::size_t i = 0; i < m_folds.size(); ++i) {
        text << "\n" << i + 1;
        for (const auto& [name, value] : m_folds[i].items()) {
            text << "," << value.get<double>();
        }
    }
    text << "\n";
    const std::string csv = text.str();
    writeFileAtomically(m_file, std::as_bytes(std::span(csv)));
}

void FoldTable::print(bool json) const {
    nlohmann::ordered_json line{
        {"workload", m_config.preset}, {"folds", m_folds.size()}, {"epochs", m_config.epochs}};
    std::string words;
    for (const auto& [name, value] : m_folds.front().items()) {
        const Spread spread = spreadOf(column(name));
        line["mean"][name] = rounded(spread.mean, 4);
        line["deviation"][name] = rounded(spread.deviation, 4);
        char text[120];
        std::snprintf(text, sizeof text, "%s%s %.2f +- %.2f", words.empty() ? "" : ", ",
                      name.substr(name.find('_') + 1).c_str(), spread.mean, spread.deviation);
        words += text;
    }
    if (json) {
        printJsonLine(line);
    } else {
        std::printf("%zu folds, held out: %s (mean and standard deviation)\n%s\n", m_folds.size(),
                    words.c_str(), m_file.c_str());
    }
}

} // namespace latentscape
