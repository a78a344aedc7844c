#include "ui/LayersPage.h"

#include "core/models/ModelSummary.h"
#include "ui/Card.h"
#include "ui/Figures.h"
#include "ui/PlainTable.h"

#include <QHeaderView>
#include <QLabel>
#include <QVBoxLayout>

namespace latentscape {

namespace {

enum Column { Network, Name, Output, Parameters, Forward, Backward, kColumns };

QString shapeText(const Shape& shape) {
    return QString::fromStdString(toString(shape)).replace('x', QStringLiteral(" × "));
}

QString megaflops(double flops) {
    return flops > 0 ? shortNumber(flops / 1e6) : QStringLiteral("–");
}

} // namespace

LayersPage::LayersPage(QWidget* parent)
    : Page("layersPage", tr("Layers"), parent)
    , m_sums(makeNote())
    , m_table(new PlainTable("layersTable", tr("Layers"),
                             tr("From the image to the latent and back; products count as two operations, "
                                "those backwards are for weights and inputs"),
                             kColumns)) {
    m_sums->setObjectName("layersSums");
    m_table->setHorizontalHeaderLabels({tr("Network"), tr("Layer"), tr("Output"), tr("Parameters"),
                                        tr("Forwards, MFLOP"), tr("Backwards, MFLOP")});
    for (int column = 0; column < kColumns; ++column) {
        m_table->horizontalHeaderItem(column)->setTextAlignment(
            (column < Parameters ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    }
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(Name, QHeaderView::ResizeToContents);
    m_table->setAlternatingRowColors(true);
    auto* card = new QFrame;
    card->setProperty("role", "card");
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(12, 12, 12, 12);
    inside->setSpacing(8);
    inside->addWidget(m_sums);
    inside->addWidget(m_table, 1);
    body()->addWidget(card, 1);
}

void LayersPage::show(const TrainConfig& config, std::optional<double> seconds) {
    const ModelSummary summary = summarise(config.model, config.optimizer, config.batch, config.samples);
    m_table->setRowCount(static_cast<int>(summary.layers.size()));
    int row = 0;
    for (const ModelSummary::Layer& layer : summary.layers) {
        const auto set = [this, row](Column column, const QString& text) {
            auto* item = new QTableWidgetItem(text);
            if (column >= Parameters) {
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            }
            m_table->setItem(row, column, item);
        };
        set(Network, QString::fromStdString(layer.network));
        set(Name, QString::fromStdString(layer.name));
        set(Output, shapeText(layer.output));
        set(Parameters, layer.parameters > 0 ? wholeNumber(layer.parameters) : QStringLiteral("–"));
        set(Forward, megaflops(layer.forwardFlops));
        set(Backward, megaflops(layer.backwardFlops));
        ++row;
    }
    const ModelSummary::Memory& memory = summary.memory;
    m_sums->setText(
        tr("%1 parameters, %2 GFLOP a step of %3 images%4\nMemory: %5, of which weights %6, "
           "gradients %7, optimizer %8, activations %9")
            .arg(wholeNumber(summary.parameters), shortNumber(summary.flops / 1e9), wholeNumber(config.batch),
                 seconds ? tr(", about %1 an epoch on this machine").arg(duration(*seconds)) : QString(),
                 byteCount(memory.total()), byteCount(memory.weights), byteCount(memory.gradients),
                 byteCount(memory.optimizer), byteCount(memory.activations)));
}

} // namespace latentscape
