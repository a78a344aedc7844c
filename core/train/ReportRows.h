// What a run's report says in words and figures. Values; any thread.
#pragma once

#include "core/io/HtmlPage.h"
#include "core/train/LossExport.h"
#include "core/train/ModelReport.h"

#include <string>
#include <vector>

namespace latentscape {

std::string decimals(double value, int count);                    // "12.30"
std::string counted(std::int64_t count, const std::string& what); // "1,234 steps"

std::string dataName(const TrainConfig& config); // "fashion-mnist" of a path, "shapes"
std::string runInWords(const RunLosses& losses); // "VAE 784-400-20-400-784, 5 epochs, 2,345 steps, 31 s"

// Of the last epoch; none when none has ended.
std::vector<HtmlPage::Figure> keyFigures(const RunLosses& losses);

// Rows of two or three cells: name, value, what the value is to be read with.
std::vector<HtmlPage::Row> measuredRows(const ModelReport& report);

// Every setting that has an effect, by the names that files have.
std::vector<HtmlPage::Row> settingRows(const TrainConfig& config);

struct ModelTable {
    std::string words;               // parameters and arithmetic, all together
    std::vector<HtmlPage::Row> rows; // network, layer, output, parameters
};
ModelTable modelTable(const TrainConfig& config);

} // namespace latentscape
