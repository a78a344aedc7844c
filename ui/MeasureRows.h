// What a report says as rows of a table: words, figures and a sentence each, for people.
#pragma once

#include "core/train/ModelReport.h"
#include "ui/Glossary.h"

#include <QString>

#include <optional>
#include <vector>

namespace latentscape {

struct MeasureRow {
    QString name;
    QString value;                 // empty: a heading over the rows that follow
    QString beside;                // what the value is to be read with: an error, the same of real images
    QString meaning;               // one sentence
    QString tip;                   // details
    std::optional<Term> term = {}; // that explains it
};

// Only what the report holds. `images` are those that were reported on.
std::vector<MeasureRow> rowsOf(const ModelReport& report, const Dataset& images);

} // namespace latentscape
