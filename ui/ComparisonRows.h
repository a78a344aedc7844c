// What a page of Compare shows: rows of pictures, one column an image, and lines of figures below them. Plain
// values, made on the UI thread from what the decoders have finished.
#pragma once

#include "ui/DecodeLoop.h"

#include <QCoreApplication>
#include <QStringList>

namespace latentscape {

struct ComparisonRows {
    Q_DECLARE_TR_FUNCTIONS(latentscape::ComparisonRows)

public:
    struct Row {
        QString name;
        QString note; // below the name; may be empty
        std::vector<Image> images;
    };
    struct Line {
        QString name;
        QStringList values;       // one a column
        std::vector<bool> strong; // likewise; empty: none
    };

    std::vector<std::uint32_t> indices; // of the data set, one a column; none when they are no images of it
    std::vector<float> latents;         // of each model's pictures, column by column; none for images
    std::vector<std::uint16_t> labels;  // as which classes they were decoded; none if neither is conditional
    std::int64_t step = -1;             // of the first model's weights; -1: nothing is shown
    std::vector<Row> rows;
    std::vector<Line> lines;

    int columns() const { return rows.empty() ? 0 : static_cast<int>(rows.front().images.size()); }

    // Whose images, in which order (positions on the page), in which measure. The pages of both models hold
    // the same images; second may be null.
    struct Page {
        const ReconstructedImages* first = nullptr;
        const ReconstructedImages* second = nullptr;
        std::vector<std::size_t> order;
        ErrorMetric metric = ErrorMetric::SquaredError;
        const Dataset* data = nullptr; // for the classes
    };
    static ComparisonRows of(const Page& page);
    // The same latents in both models; labels: as which classes, empty if neither is conditional.
    static ComparisonRows ofLatents(const std::vector<Image>& first, const std::vector<Image>& second,
                                    const QStringList& classes);

    // How many rows and lines there will be.
    static int rowCount(bool second) { return second ? 5 : 3; }
    static int lineCount(bool second, bool labels) { return (second ? 2 : 1) + (labels ? 1 : 0); }
};

// "0.0205", "0.87", "18.4 dB": an error in the words of its measure.
QString errorFigure(ErrorMetric metric, double value);

// "Ankle boot", or "7" when the classes have no names.
QString className(const Dataset& data, std::uint16_t label);

} // namespace latentscape
