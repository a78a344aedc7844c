// The Compare view with a tiny model, as its tests use it.
#pragma once

#include "tests/ui/ChildOf.h"
#include "tests/ui/TinyModel.h"
#include "ui/ChoiceLink.h"
#include "ui/CompareView.h"
#include "ui/ComparisonSheet.h"
#include "ui/Decoder.h"
#include "ui/ImageStage.h"
#include "ui/ModelCopy.h"
#include "ui/PictureRecord.h"

#include <QAbstractButton>
#include <QLabel>
#include <QMenu>
#include <QTest>

namespace latentscape {

class CompareFixture {
protected:
    void showView() {
        m_decoder = std::make_unique<Decoder>();
        m_errors.clear();
        m_view = std::make_unique<CompareView>(m_decoder.get(), &m_open);
        m_view->resize(980, 600);
        m_view->show();
    }
    void closeView() {
        m_view.reset();
        m_decoder.reset();
    }

    template <typename T> T* find(const char* name) const { return childOf<T>(*m_view, name); }
    ComparisonSheet* sheet() const { return find<ComparisonSheet>("comparisonSheet"); }
    ImageStage* stage() const { return find<ImageStage>("comparisonStage"); }
    bool showsRows(int rows) const {
        return sheet()->pictureColumns() > 0 && stage()->shownCount() == rows * sheet()->pictureColumns();
    }
    QLabel* problem() const { return find<QLabel>("compareProblem"); }
    QString figures() const { return find<QLabel>("errorFigures")->text(); }
    QString place() const { return find<QLabel>("comparePlace")->text(); }
    QAction* choice(const char* link, int index) const {
        return find<ChoiceLink>(link)->menu()->actions().at(index);
    }
    void choose(const char* link, int index) const { find<ChoiceLink>(link)->setCurrent(index); }
    static LoadedData heldOut(std::shared_ptr<const Dataset> data) { return {data, data}; }
    void open(const LoadedData& data, const ModelConfig& model) {
        m_view->setData(data);
        m_decoder->setModel(model);
        m_decoder->setWeights(tinyWeights(1, model));
    }
    void open(int images) {
        m_data = tinyImages(images);
        open(heldOut(m_data), tinyModel());
    }
    void openAndMeasure(int images) {
        open(images);
        QTRY_VERIFY(!figures().isEmpty());
        m_errors = errorsOf(tinyModel(), *m_data).mse;
    }
    static ReconstructionErrors errorsOf(const ModelConfig& config, const Dataset& data, int step = 1) {
        const auto model = makeModel(config, {}, 0);
        restoreWeights(*tinyWeights(step, config), *model);
        return measureErrors(*model, data).errors;
    }

    std::unique_ptr<Decoder> m_decoder;
    OpenModel m_open;
    std::unique_ptr<CompareView> m_view;
    std::shared_ptr<const Dataset> m_data;
    std::vector<float> m_errors;
};

} // namespace latentscape
